package dev.sessionbeam.run;

import dev.sessionbeam.bench.Median;
import dev.sessionbeam.run.IsolationResult.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Measures whether ill destinations slow the healthy ones, or the checkpoints: {@code make
 * isolation}. Runs alternate: all five destinations are healthy, or three of them are ill. Each run
 * has a cluster and servers of its own, all on this machine, and a live stream. See {@code
 * docs/design/deliver.md}.
 *
 * <p>An event is read when the server's answer that has it is passed on to the pipeline; a relay
 * before the server sees that. It is received when the destination has its whole body. So the time
 * between is that of the pipeline alone. The time from when it was put into the stream has that of
 * the server and of polling too.
 */
class IsolationDemo {
  private static final int PAIRS = Integer.getInteger("isolation.pairs", 3);
  private static final Path FOLDER = Path.of("target/isolation").toAbsolutePath();

  /** By how much the 99th percentile of the healthy destinations may grow. */
  private static final double MOST_LATENCY = 1.5;

  /** By how much a checkpoint may take longer. */
  private static final double MOST_CHECKPOINT = 3;

  @Test
  void healthyDestinationsGetTheirEventsWhateverTheOthersDo() throws Exception {
    IsolationSettings settings = IsolationSettings.ofProperties();
    System.out.println(settings + "; " + PAIRS + " pairs; results and logs: " + FOLDER);
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < PAIRS) {
      IsolationResult healthy = measure(settings, /* ill= */ false);
      IsolationResult ill = measure(settings, /* ill= */ true);
      pairs.add(new Pair(healthy, ill));
      System.out.printf(Locale.ROOT, "pair %d: %s%n%n", pairs.size(), pairs.get(pairs.size() - 1));
    }
    verdict("median", MOST_LATENCY, "99 % from read to receipt", median(pairs, Pair::sinceRead));
    verdict("median", MOST_LATENCY, "99 % from put to receipt", median(pairs, Pair::sincePut));
    verdict("worst", MOST_CHECKPOINT, "longest checkpoint", worst(pairs, Pair::longestCheckpoint));
    verdict(
        "worst",
        MOST_CHECKPOINT,
        "longest checkpoint ÷ the healthy median",
        worst(pairs, Pair::longestCheckpointToMedian));
  }

  private static IsolationResult measure(IsolationSettings settings, boolean ill) throws Exception {
    return IsolationRun.measure(settings, ill, FOLDER.resolve(ill ? "ill" : "healthy"));
  }

  private static double median(List<Pair> pairs, ToDoubleFunction<Pair> ratio) {
    return Median.of(pairs.stream().mapToDouble(ratio).toArray());
  }

  private static double worst(List<Pair> pairs, ToDoubleFunction<Pair> ratio) {
    return pairs.stream().mapToDouble(ratio).max().orElseThrow();
  }

  private static void verdict(String which, double most, String what, double ratio) {
    System.out.printf(
        Locale.ROOT,
        "VERDICT %s, ill ÷ healthy: %s of %d pairs %.2f, at most %.1f: %s%n",
        what,
        which,
        PAIRS,
        ratio,
        most,
        ratio <= most ? "met" : "MISSED");
  }
}
