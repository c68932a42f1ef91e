package io.slipstream.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.slipstream", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule theClientSeesSchemasOnly = classes()
            .that()
            .resideInAPackage("io.slipstream.client..")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("io.slipstream..")
                    .or(JavaClass.Predicates.resideInAnyPackage("io.slipstream.client..", "io.slipstream.schemas..")));
}
