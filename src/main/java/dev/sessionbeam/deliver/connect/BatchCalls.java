package dev.sessionbeam.deliver.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Sends entries, such as messages or records, to a service that takes several of them in one call:
 * in as few calls as its limits allow. Each entry has an outcome of its own.
 *
 * @param limits what one call takes
 * @param bytes the size of an entry, as the service counts it
 * @param unsendable the outcome of an entry that the service would never take, so that it is not
 *     sent; empty if it is sent
 * @param call sends one call
 */
public record BatchCalls<E>(
    Limits limits,
    ToLongFunction<E> bytes,
    Function<E, Optional<Outcome>> unsendable,
    Call<E> call) {
  /**
   * What one call takes.
   *
   * @param entries how many entries, at most
   * @param bytes how many bytes they may have together; at least as many as one entry may have
   */
  public record Limits(int entries, long bytes) {}

  /** Sends entries in one call. */
  public interface Call<E> {
    /**
     * Returns one outcome for each entry, in their order; or completes with the exception of the
     * whole call.
     *
     * @param entries within the limits; at least one
     */
    CompletableFuture<List<Outcome>> send(List<E> entries);
  }

  /** Returns one outcome for each entry, in their order. Never completes with an exception. */
  public CompletableFuture<List<Outcome>> send(List<E> entries) {
    Outcome[] outcomes = new Outcome[entries.size()];
    CompletableFuture<?>[] sent =
        divided(entries, outcomes).stream()
            .map(places -> send(entries, places, outcomes))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(sent).thenApply(done -> Arrays.asList(outcomes));
  }

  /**
   * Divides entries so that no call is above the limits.
   *
   * @param outcomes gets those of entries that are not sent
   * @return the places of the entries of each call
   */
  private List<List<Integer>> divided(List<E> entries, Outcome[] outcomes) {
    List<List<Integer>> calls = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    long used = 0;
    for (int i = 0; i < entries.size(); i++) {
      Optional<Outcome> known = unsendable.apply(entries.get(i));
      if (known.isPresent()) {
        outcomes[i] = known.get();
        continue;
      }
      long more = bytes.applyAsLong(entries.get(i));
      if (places.isEmpty() || places.size() == limits.entries() || used + more > limits.bytes()) {
        places = new ArrayList<>();
        calls.add(places);
        used = 0;
      }
      places.add(i);
      used += more;
    }
    return calls;
  }

  private CompletableFuture<Void> send(List<E> entries, List<Integer> places, Outcome[] outcomes) {
    int count = places.size();
    // An exception that is thrown before the call begins is one of the call too.
    return CompletableFuture.completedFuture(places.stream().map(entries::get).toList())
        .thenCompose(call::send)
        .thenApply(answer -> complete(answer, count))
        .exceptionally(fault -> Collections.nCopies(count, AwsFaults.outcome(fault)))
        .thenAccept(
            answer -> {
              for (int i = 0; i < count; i++) {
                outcomes[places.get(i)] = answer.get(i);
              }
            });
  }

  private static List<Outcome> complete(List<Outcome> answer, int entries) {
    return answer.size() == entries
        ? answer
        : Collections.nCopies(
            entries,
            Outcome.retry(
                "the service answered with " + answer.size() + " results for " + entries));
  }
}
