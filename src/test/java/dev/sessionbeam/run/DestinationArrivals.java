package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has come to an end for one destination.
 *
 * @param requests how many requests it has got, whatever it answered
 * @param received what it has got with each key, whatever it answered
 * @param accepted what it has accepted, copies included
 * @param letters its dead letters in the queue, copies included
 * @param undelivered its dead letters in {@code undelivered/}
 */
record DestinationArrivals(
    String name,
    int requests,
    Map<String, Set<String>> received,
    List<Arrival> accepted,
    List<Arrival> letters,
    List<Arrival> undelivered) {

  static DestinationArrivals of(
      DeliveryServers.Destination to, List<String> letters, List<String> undelivered) {
    Receiver receiver = to.receiver();
    return new DestinationArrivals(
        to.name(),
        receiver == null ? 0 : receiver.requests(),
        receiver == null ? Map.of() : receiver.received(),
        receiver == null ? List.of() : receiver.accepted(),
        Arrival.of(to.name(), letters),
        Arrival.of(to.name(), undelivered));
  }

  /**
   * Requires that each of these bodies was accepted or is a dead letter, that nothing else has come
   * to the destination or to the dead letters, and that all copies of a delivery are the same.
   */
  void requireExactly(Collection<String> expected) {
    Map<String, Set<String>> ended = new TreeMap<>();
    all().forEach(each -> add(ended, each.key(), each.body()));
    requireSame(name + ", accepted or dead letters", bodies(ended), expected);

    received.forEach((key, bodies) -> bodies.forEach(body -> add(ended, key, body)));
    requireSame(name + ", received or dead letters", bodies(ended), expected);
    ended.forEach((key, bodies) -> assertThat(name + ", key " + key, bodies, hasSize(1)));
    assertThat(name + ", keys", ended.size(), is(expected.size()));
  }

  private static void add(Map<String, Set<String>> bodies, String key, String body) {
    bodies.computeIfAbsent(key, any -> new HashSet<>()).add(body);
  }

  private static Set<String> bodies(Map<String, Set<String>> byKey) {
    Set<String> all = new HashSet<>();
    byKey.values().forEach(all::addAll);
    return all;
  }

  private static void requireSame(String what, Set<String> found, Collection<String> expected) {
    assertThat(what + ": missing", sample(expected, found), is(empty()));
    assertThat(what + ": not expected", sample(found, expected), is(empty()));
  }

  /** Up to five texts that are in one collection and not in the other. */
  private static List<String> sample(Collection<String> of, Collection<String> without) {
    Set<String> left = new TreeSet<>(of);
    without.forEach(left::remove);
    return left.stream().limit(5).toList();
  }

  /** What was accepted or is a dead letter, by key. Of copies, one. */
  Map<String, String> bodies() {
    return all().collect(Collectors.toMap(Arrival::key, Arrival::body, (one, copy) -> one));
  }

  private Stream<Arrival> all() {
    return Stream.of(accepted, letters, undelivered).flatMap(List::stream);
  }

  /** How often a dead letter is in the queue. */
  long timesInQueue(String key) {
    return letters.stream().filter(each -> each.key().equals(key)).count();
  }

  /** All numbers in one line. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%-9s %,7d requests; delivered: %,6d, and %,d copies; dead letters: %,6d, and %,d copies;"
            + " undelivered: %,d; both delivered and a dead letter: %,d",
        name,
        requests,
        keys(accepted),
        accepted.size() - keys(accepted),
        keys(letters),
        letters.size() - keys(letters),
        undelivered.size(),
        keys(accepted) + keys(letters) + keys(undelivered) - bodies().size());
  }

  private static int keys(List<Arrival> arrivals) {
    return (int) arrivals.stream().map(Arrival::key).distinct().count();
  }
}
