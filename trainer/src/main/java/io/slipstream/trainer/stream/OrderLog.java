package io.slipstream.trainer.stream;

import io.slipstream.trainer.stream.Order.Event;
import io.slipstream.trainer.stream.Order.Fate;
import io.slipstream.trainer.stream.Order.Run;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Writes down what is done with the stream, in order. Not thread-safe. */
final class OrderLog {

    private final List<Event> events;

    /** A log that goes on from an order. */
    OrderLog(Order recorded) {
        this.events = new ArrayList<>(recorded.events());
    }

    /** Offsets of a partition met a fate; those that follow upon one another make one run. */
    void run(TopicPartition partition, long from, long to, Fate fate) {
        int last = events.size() - 1;
        if (last >= 0
                && events.get(last) instanceof Run run
                && run.partition().equals(partition)
                && run.fate() == fate
                && run.to() == from) {
            events.set(last, new Run(partition, run.from(), to, fate));
        } else {
            events.add(new Run(partition, from, to, fate));
        }
    }

    void step(int fresh, int passes) {
        events.add(new Order.Step(fresh, passes));
    }

    void rewarm() {
        events.add(new Order.Rewarm());
    }

    /** A copy of what has been written down so far. */
    Order order() {
        return new Order(events);
    }

    /** What has been written down so far, which is then forgotten. */
    Order take() {
        Order taken = order();
        events.clear();
        return taken;
    }
}
