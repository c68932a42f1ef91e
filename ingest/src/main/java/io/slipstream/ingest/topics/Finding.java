package io.slipstream.ingest.topics;

import io.slipstream.schemas.topic.Topic;
import java.util.OptionalInt;

/** One thing about one topic: something to do, or something to know. */
sealed interface Finding {

    /** The topic's name. */
    String topic();

    /** In words, for the operator. */
    String words();

    /** What stands before the words. */
    char sign();

    /** It is not there, and apply creates it. */
    record Create(Topic<?> declared, int partitions, OptionalInt replication) implements Finding {
        @Override
        public String topic() {
            return declared.name();
        }

        @Override
        public String words() {
            return "create it: " + partitions + " partitions, "
                    + (replication.isPresent() ? "replication " + replication.getAsInt() : "the brokers' replication")
                    + ", " + declared.settings();
        }

        @Override
        public char sign() {
            return '+';
        }
    }

    /** It has too few partitions, and apply adds some. */
    record AddPartitions(String topic, int found, int wanted) implements Finding {
        @Override
        public String words() {
            return "add partitions: " + found + " -> " + wanted
                    + "; most keys move to another one, so the order of a source is broken once";
        }

        @Override
        public char sign() {
            return '~';
        }
    }

    /** A setting is too small, and apply raises it. */
    record Raise(String topic, String setting, String found, String wanted) implements Finding {
        @Override
        public String words() {
            return "raise " + setting + ": " + found + " -> " + wanted;
        }

        @Override
        public char sign() {
            return '~';
        }
    }

    /** It is not as declared, which is the operator's choice; apply leaves it. */
    record Choice(String topic, String words) implements Finding {
        @Override
        public char sign() {
            return ' ';
        }
    }

    /** It does not fit, and apply does not change it. */
    record Misfit(String topic, String words) implements Finding {
        @Override
        public char sign() {
            return '!';
        }
    }
}
