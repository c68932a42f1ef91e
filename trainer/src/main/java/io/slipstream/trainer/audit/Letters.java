package io.slipstream.trainer.audit;

import java.util.List;

/**
 * The dead letters of trainers, as far as their topic still holds them.
 *
 * @param areComplete whether no dead letter has been deleted from the topic
 * @param places the refused record of each letter; a letter does not say which model's trainer refused it
 */
record Letters(boolean areComplete, List<Place> places) {

    Letters {
        places = List.copyOf(places);
    }
}
