package io.slipstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/producing.md compiles, and is as short as the page says. */
class ProducingPageTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "producing.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private final Path folder;

    ProducingPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theProgramOnThePageCompiles() throws IOException {
        Matcher found = PROGRAM.matcher(Files.readString(PAGE));
        assertThat(found.find()).isTrue();
        String program = found.group(1);

        assertThat(program.lines()).hasSizeLessThanOrEqualTo(5);
        assertThat(errors(program)).isEmpty();
    }

    private String errors(String program) {
        String text = "import io.slipstream.client.*; import java.nio.file.*; import java.time.*; import java.util.*;"
                + " class Program { public static void main(String[] args) throws Exception {" + program + "} }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(text)))
                .call();
        return compiled ? "" : said.toString();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
