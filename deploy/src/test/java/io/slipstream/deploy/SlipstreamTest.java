package io.slipstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SlipstreamTest {
    private final StringWriter said = new StringWriter();

    @Test
    void theHelpNamesTheCommandsAndHidesWhatIsForTheLauncherAlone() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString())
                .contains(
                        "demo",
                        "broker",
                        "registry",
                        "config",
                        "gateway",
                        "rewarm",
                        "anneal",
                        "verify-ledger",
                        "reproduce",
                        "promote",
                        "snapshots",
                        "chaos")
                .contains("curate", "dead-letter", "topics", "fuzz", "probe")
                .doesNotContain("prime", "--stop-with-parent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "demo --for soon",
                "demo --seed x",
                "config",
                "fuzz",
                "fuzz --check --count 0",
                "bench ingest --payload 10",
                "bench ingest --rounds 0",
                "fuzz --check --out a.tar",
                "config check nonsense a.yaml",
                "reproduce",
                "chaos",
                "chaos kill --times 0",
                "chaos kill --method nonsense",
                "chaos kill --images 39",
                "chaos ingest --times 0",
                "chaos promote --minutes 0",
                "chaos promote --rate nonsense",
                "promote --nonsense",
                "snapshots",
                "snapshots show",
                "snapshots promote a",
                "snapshots promote a --reason b --channel production",
                "snapshots history --channel production",
                "curate --nonsense",
                "dead-letter",
                "dead-letter list --since soon",
                "dead-letter replay --reason boredom",
                "topics",
                "topics plan --partitions pictures=3",
                "topics apply --replication 0",
                "probe",
                "probe add --set a/b .",
                "probe add .",
                "probe remove --set a",
                "probe remove --set a --all 0123",
                "probe remove --set a 0123"
            })
    void wrongUsageIsExplainedAndExitsWithTwo(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(said.toString()).isNotBlank();
    }

    @Test
    void aWrongTimeNamesTheOptionWhatWasFoundAndWhatIsAllowed() {
        run("demo", "--for", "soon");
        assertThat(said.toString()).contains("--for", "found 'soon', allowed: a time such as 90s, 3m or 1h30m");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        CommandLine command = Slipstream.commandLine().setOut(writer).setErr(writer);
        return command.execute(arguments);
    }
}
