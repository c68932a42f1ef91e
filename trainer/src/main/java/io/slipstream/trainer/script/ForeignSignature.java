package io.slipstream.trainer.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a foreign module's {@code forward} takes and returns, read from its source.
 *
 * @param arguments the arguments after {@code self}, in order
 * @param result TorchScript type of the result, for instance {@code Tensor} or {@code Tuple[Tensor, Tensor]}
 */
public record ForeignSignature(List<Argument> arguments, String result) {

    private static final Pattern NEXT_DEFINITION = Pattern.compile("^\\S", Pattern.MULTILINE);
    private static final Pattern RESULT = Pattern.compile("\\s*->\\s*(.*?):\\s*$", Pattern.MULTILINE);
    private static final String FORWARD = "\n  def forward(";

    /**
     * One argument.
     *
     * @param type its TorchScript type
     * @param optional whether a call may leave it out
     */
    public record Argument(String name, String type, boolean optional) {

        @Override
        public String toString() {
            return name + ": " + type + (optional ? " (optional)" : "");
        }
    }

    public ForeignSignature {
        arguments = List.copyOf(arguments);
    }

    /** The signature of the root module's {@code forward}; empty if it has none. */
    public static Optional<ForeignSignature> of(ForeignArchive archive) {
        String type = archive.rootClass();
        int dot = type.lastIndexOf('.');
        String body = classBody(archive.source(type.substring(0, dot)), type.substring(dot + 1));
        int start = body.indexOf(FORWARD) + FORWARD.length();
        if (start < FORWARD.length()) {
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>();
        int end = split(body, start, arguments);
        Matcher result = RESULT.matcher(body).region(Math.min(end + 1, body.length()), body.length());
        if (!result.lookingAt() || arguments.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ForeignSignature(
                arguments.subList(1, arguments.size()).stream()
                        .map(ForeignSignature::argument)
                        .toList(),
                result.group(1)));
    }

    private static String classBody(@Nullable String source, String name) {
        int start = source == null ? -1 : ("\n" + source).indexOf("\nclass " + name + "(");
        if (source == null || start < 0) {
            return "";
        }
        Matcher next = NEXT_DEFINITION.matcher(source);
        return source.substring(start, next.find(start + 1) ? next.start() : source.length());
    }

    /** Splits at the commas outside brackets and texts; returns where the bracket closes that was open at the start. */
    private static int split(String text, int start, List<String> parts) {
        int depth = 0;
        char quote = 0;
        int from = start;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[' || c == '(' || c == '{') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
                if (c == ')') {
                    return i;
                }
            } else if (c == ']' || c == ')' || c == '}') {
                depth--;
            }
        }
        return text.length();
    }

    private static Argument argument(String text) {
        String[] nameAndRest = text.split(":", 2);
        String rest = nameAndRest.length == 2 ? nameAndRest[1].strip() : "Tensor";
        int value = rest.indexOf('=');
        return new Argument(nameAndRest[0].strip(), value < 0 ? rest : rest.substring(0, value), value >= 0);
    }
}
