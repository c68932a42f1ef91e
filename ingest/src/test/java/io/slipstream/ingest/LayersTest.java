package io.slipstream.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ProbeSample;
import io.slipstream.schemas.topic.Topics;

@AnalyzeClasses(packages = "io.slipstream", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule ingestSeesSchemasAndTheClientOnly = classes()
            .that()
            .resideInAPackage("io.slipstream.ingest..")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("io.slipstream..")
                    .or(JavaClass.Predicates.resideInAnyPackage(
                            "io.slipstream.ingest..", "io.slipstream.client..", "io.slipstream.schemas..")));

    @ArchTest
    static final ArchRule theCameraKnowsNothingOfKafkaOrRecords = noClasses()
            .that()
            .resideInAPackage("io.slipstream.ingest.camera..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.slipstream.schemas.record..",
                    "io.slipstream.ingest.source..",
                    "io.slipstream.ingest.publish..");

    @ArchTest
    static final ArchRule cursorsKnowNothingOfKafkaOrSources = noClasses()
            .that()
            .resideInAPackage("io.slipstream.ingest.cursor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "io.slipstream.ingest.source..", "io.slipstream.ingest.publish..");

    @ArchTest
    static final ArchRule ingestHandsOnNoLabels = noClasses()
            .that()
            .resideInAPackage("io.slipstream.ingest..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProbeSample.class)
            .orShould()
            .accessField(Topics.class, "PROBE_SAMPLES")
            .orShould()
            .callMethod(ImageSample.class, "getLabel");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.slipstream.(ingest.*)..").should().beFreeOfCycles();
}
