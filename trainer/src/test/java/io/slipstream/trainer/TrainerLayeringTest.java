package io.slipstream.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.slipstream.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class TrainerLayeringTest {

    @ArchTest
    static final ArchRule ofSlipstreamTheTrainerSeesOnlySchemas = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.slipstream..")
                    .and(not(resideInAnyPackage("io.slipstream.trainer..", "io.slipstream.schemas.."))));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.slipstream.trainer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatComputesNeitherReadsNorWritesNorAsksTheTime = noClasses()
            .that()
            .resideInAnyPackage("..loss..", "..schedule..", "..view..", "..replay..", "..random..", "..network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.time..", "java.net..", "org.slf4j..", "org.apache..");

    @ArchTest
    static final ArchRule whatComputesHasNoHiddenClockOrRandomness = noClasses()
            .that()
            .resideInAnyPackage(
                    "..loss..", "..schedule..", "..view..", "..replay..", "..network..", "..script..", "..method..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");

    @ArchTest
    static final ArchRule onlyTheStreamAndTheServiceKnowKafka = noClasses()
            .that()
            .resideInAnyPackage("..engine..", "..script..", "..optim..", "..method..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule onlyTheEnginePackageKnowsDjlsPyTorch = noClasses()
            .that()
            .resideOutsideOfPackage("..trainer.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");

    @ArchTest
    static final ArchRule gradientsNeverFlowThroughANumberThatTheGarbageCollectorMayTake = noClasses()
            .that()
            .resideInAnyPackage("..loss..", "..method..")
            .and()
            .doNotHaveSimpleName("Center") // records no gradient
            .should()
            .callMethod(NDArray.class, "mul", Number.class)
            .orShould()
            .callMethod(NDArray.class, "div", Number.class)
            .orShould()
            .callMethod(NDArray.class, "pow", Number.class)
            .because("DJL frees the number before the backward pass reads it: use Scaled");
}
