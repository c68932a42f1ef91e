package io.slipstream.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.slipstream.schemas.record.ClassScore;
import io.slipstream.schemas.record.FewShotScore;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.LinearScore;
import io.slipstream.schemas.record.ProbeSample;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.topic.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;

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

    @ArchTest
    static final ArchRule theTrainerKnowsNothingThatComesFromLabels = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    ProbeSample.class,
                    ProbeScore.class,
                    LinearScore.class,
                    FewShotScore.class,
                    ClassScore.class,
                    SnapshotReport.class)
            .orShould()
            .accessField(Topics.class, "PROBE_SAMPLES")
            .orShould()
            .accessField(Topics.class, "PROBE_SCORES")
            .orShould()
            .accessField(Topics.class, "SNAPSHOT_REPORTS")
            .orShould()
            .callMethod(Topics.class, "all")
            .orShould()
            .callMethod(ImageSample.class, "getLabel");

    @ArchTest
    static final ArchRule theTrainerReadsNoTopicThatItDoesNotName = noClasses()
            .should()
            .callMethodWhere(target(name("subscribe")).and(target(owner(assignableTo(Consumer.class)))))
            .orShould()
            .callMethodWhere(target(name("listTopics")));

    /** Of all records that the trainer's classes refer to, only the image has a label, which is there to be refused. */
    @ArchTest
    static void noRecordThatTheTrainerKnowsCanCarryALabel(JavaClasses trainer) {
        Set<Schema> records = trainer.stream()
                .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .filter(assignableTo(SpecificRecord.class).and(resideInAPackage("io.slipstream.schemas.record")))
                .map(record -> SpecificData.get().getSchema(record.reflect()))
                .collect(Collectors.toSet());
        assertThat(records).extracting(Schema::getName).contains("ImageSample", "TrainingRequest", "ChannelPointer");

        assertThat(records.stream().flatMap(record -> fields(record, new HashSet<>())))
                .filteredOn(field -> LABEL.matcher(field).find())
                .containsExactly("ImageSample.label");
    }

    private static final Pattern LABEL =
            Pattern.compile("label|class|categor|annotat|score|accuracy", CASE_INSENSITIVE);

    /** Names of all fields, of the records inside too. */
    private static Stream<String> fields(Schema schema, Set<String> seen) {
        return switch (schema.getType()) {
            case RECORD ->
                !seen.add(schema.getFullName())
                        ? Stream.of()
                        : schema.getFields().stream()
                                .flatMap(field -> Stream.concat(
                                        Stream.of(schema.getName() + "." + field.name()),
                                        fields(field.schema(), seen)));
            case ARRAY -> fields(schema.getElementType(), seen);
            case MAP -> fields(schema.getValueType(), seen);
            case UNION -> schema.getTypes().stream().flatMap(branch -> fields(branch, seen));
            default -> Stream.of();
        };
    }

    /** A name may also be written out. */
    @ArchTest
    static void noClassOfTheTrainerNamesATopicOfTheEvaluator(JavaClasses trainer) throws Exception {
        for (JavaClass known : trainer) {
            URI file = known.getSource().orElseThrow().getUri();
            String constants = new String(Files.readAllBytes(Path.of(file)), ISO_8859_1);
            assertThat(constants)
                    .as(known.getName())
                    .doesNotContain(Topics.PROBE_SAMPLES.name(), Topics.PROBE_SCORES.name());
        }
    }
}
