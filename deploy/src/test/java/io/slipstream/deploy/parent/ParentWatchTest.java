package io.slipstream.deploy.parent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {

    /** A service whose way down has no end. */
    static final class Stuck {
        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(Stuck::standStill, "stuck"));
            ParentWatch.start(Long.parseLong(args[0]), Duration.ofMillis(500));
            System.out.println(ProcessHandle.current().pid());
            Thread.sleep(Duration.ofHours(1).toMillis());
        }

        private static void standStill() {
            try {
                Thread.sleep(Duration.ofHours(1).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void anOrphanEndsEvenIfItsWayDownHasNoEnd() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process parent = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$@\" $$ & wait",
                        "parent",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stuck.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = parent.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle orphan =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            try {
                parent.destroyForcibly().waitFor();
                orphan.onExit().get(30, TimeUnit.SECONDS);
                assertThat(orphan.isAlive()).isFalse();
            } finally {
                orphan.destroyForcibly();
            }
        }
    }
}
