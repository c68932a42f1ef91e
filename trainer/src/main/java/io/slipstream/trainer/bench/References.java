package io.slipstream.trainer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The reference programs of one measurement: one whose threads wait for one another as Slipstream's do, and, for the
 * step alone, one that spins as PyTorch does unless told otherwise.
 */
final class References implements AutoCloseable {

    private static final int MOST_LOADER_WORKERS = 2;

    private final List<ReferenceProcess> processes = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>();
    private final Path images;

    private References(Path images) {
        this.images = images;
    }

    /** Starts what the plan asks for, which may be nothing; the programs read the given images from files. */
    static References start(TrainBench.Plan plan, List<byte[]> files, int threads) throws IOException {
        References references = new References(Files.createTempDirectory("slipstream-bench-"));
        try {
            if (plan.reference().isPresent()) {
                references.start(plan, plan.reference().get(), files, threads);
            }
            return references;
        } catch (IOException | RuntimeException e) {
            references.close();
            throw e;
        }
    }

    private void start(TrainBench.Plan plan, ReferenceProcess.Program program, List<byte[]> files, int threads)
            throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Files.write(images.resolve(i + ".jpg"), files.get(i));
        }
        String settings = ReferenceSettings.json(plan.config(), threads, images);
        ReferenceProcess passive = started(program, settings, Map.of("OMP_WAIT_POLICY", "PASSIVE"));
        if (plan.stages().contains(TrainBench.Stage.STEP)) {
            ReferenceProcess spinning = started(program, settings, Map.of());
            contenders.add(passive.contender("pytorch step", "step"));
            contenders.add(passive.contender("pytorch step, fused updates", "step-fused"));
            contenders.add(spinning.contender("pytorch step, threads spin", "step"));
        }
        if (plan.stages().contains(TrainBench.Stage.PIPELINE)) {
            for (int workers = 0; workers <= MOST_LOADER_WORKERS; workers++) {
                contenders.add(passive.contender("pytorch pipeline, " + workers + " workers", "pipeline-" + workers));
            }
        }
    }

    private ReferenceProcess started(ReferenceProcess.Program program, String settings, Map<String, String> environment)
            throws IOException {
        ReferenceProcess process = ReferenceProcess.start(program, settings, environment);
        processes.add(process);
        return process;
    }

    List<Contender> contenders() {
        return contenders;
    }

    /** Versions of what the programs run on; none without programs. */
    Map<String, String> versions() {
        return processes.isEmpty() ? Map.of() : processes.get(0).versions();
    }

    @Override
    public void close() throws IOException {
        for (ReferenceProcess process : processes) {
            process.close();
        }
        try (Stream<Path> files = Files.list(images)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(images);
    }
}
