package io.slipstream.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.slipstream.schemas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule schemasDependOnNothingElseOfSlipstream = noClasses()
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "lie in another module of Slipstream",
                    (JavaClass target) -> target.getPackageName().startsWith("io.slipstream.")
                            && !target.getPackageName().startsWith("io.slipstream.schemas.")));

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.slipstream.schemas.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theRecordsDependOnAvroAlone = classes()
            .that()
            .resideInAPackage("io.slipstream.schemas.record")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.apache.avro..", "io.slipstream.schemas.record");

    @ArchTest
    static final ArchRule configurationKnowsNothingOfKafkaOrAvro = noClasses()
            .that()
            .resideInAPackage("io.slipstream.schemas.config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.confluent..");
}
