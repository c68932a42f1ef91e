package io.slipstream.evaluator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;

@AnalyzeClasses(packages = "io.slipstream.evaluator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ofSlipstreamTheEvaluatorSeesOnlySchemas = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.slipstream..")
                    .and(not(resideInAnyPackage("io.slipstream.evaluator..", "io.slipstream.schemas.."))));

    @ArchTest
    static final ArchRule statisticsArePure = noClasses()
            .that()
            .resideInAnyPackage("..metric..", "..shift..", "..drift..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "java.io..", "java.nio..", "java.time..", "org.slf4j..", "org.apache..");

    @ArchTest
    static final ArchRule decisionsCanBeMadeAgain = noClasses()
            .that()
            .resideInAnyPackage("..channel.gate..", "..channel.decision..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.slf4j..", "java.io..", "java.nio.file..")
                    .or(type(Clock.class))
                    .or(type(Random.class)));

    @ArchTest
    static final ArchRule onlyTheEncoderPackageKnowsDjl = noClasses()
            .that()
            .resideOutsideOfPackage("..evaluator.encoder..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.slipstream.evaluator.(*)..").should().beFreeOfCycles();
}
