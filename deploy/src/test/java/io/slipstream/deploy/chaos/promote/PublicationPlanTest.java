package io.slipstream.deploy.chaos.promote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationPlanTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @Test
    void aSeedAlwaysGivesTheSamePlanAndTheSameKills() {
        List<Publication> plan = PublicationPlan.of(7, 40, INTERVAL);

        assertThat(PublicationPlan.of(7, 40, INTERVAL)).isEqualTo(plan);
        assertThat(PublicationPlan.of(8, 40, INTERVAL)).isNotEqualTo(plan);
        assertThat(KillPlan.of(7, 5, plan))
                .isEqualTo(KillPlan.of(7, 5, plan))
                .isSorted()
                .hasSize(5);
    }

    @Test
    void everyKindOfPublicationComesInTheOrderOfTimeAndNothingBeforeItsSnapshot() {
        List<Publication> plan = PublicationPlan.of(7, 40, INTERVAL);

        assertThat(plan).isSortedAccordingTo(Comparator.comparing(Publication::at));
        assertThat(plan).hasAtLeastOneElementOfType(Publication.Request.class);
        assertThat(plan.stream().filter(Publication.Announcement.class::isInstance))
                .hasSize(40);
        assertThat(plan).filteredOn(each -> each instanceof Publication.Report).allSatisfy(each -> {
            Publication.Report report = (Publication.Report) each;
            assertThat(report.at()).isGreaterThan(INTERVAL.multipliedBy(report.number()));
        });
    }
}
