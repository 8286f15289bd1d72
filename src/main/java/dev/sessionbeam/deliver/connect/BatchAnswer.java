package dev.sessionbeam.deliver.connect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The answer to a call whose entries are named by their place in it.
 *
 * @param accepted the names of the entries that the service has accepted
 * @param failed the outcomes of the others, by name
 */
record BatchAnswer(Set<String> accepted, Map<String, Outcome> failed) {
  /** Returns the name of an entry. */
  static String name(int place) {
    return Integer.toString(place);
  }

  /** Returns the outcomes of so many entries. An entry that is not in the answer is sent again. */
  List<Outcome> outcomes(int entries) {
    return IntStream.range(0, entries).mapToObj(place -> outcome(name(place))).toList();
  }

  private Outcome outcome(String name) {
    return accepted.contains(name)
        ? Outcome.DELIVERED
        : failed.getOrDefault(name, Outcome.retry("the answer does not have it"));
  }
}
