package dev.sessionbeam.deliver.dlq;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The account of a redrive: read = redriven + redriven before + filtered + failed + unreadable. */
final class RedriveLedger {
  private long redriven;
  private long before;
  private long filtered;
  private long withoutDestination;
  private long failed;
  private long notTried;
  private long unreadable;
  private final Map<String, String> firstErrors = new TreeMap<>();

  synchronized void redriven() {
    redriven++;
  }

  synchronized void redrivenBefore() {
    before++;
  }

  synchronized void filtered() {
    filtered++;
  }

  synchronized void withoutDestination() {
    withoutDestination++;
  }

  synchronized void unreadable() {
    unreadable++;
  }

  synchronized void failed(String destination, String error) {
    failed++;
    firstErrors.putIfAbsent(destination, error);
  }

  /** The destination accepted none of many, or the process is asked to end. */
  synchronized void notTried(String destination) {
    failed++;
    notTried++;
    firstErrors.putIfAbsent(destination, "it was not tried");
  }

  /** Whether something that was asked for was not done. */
  synchronized boolean isIncomplete() {
    return failed > 0 || unreadable > 0;
  }

  private long read() {
    return redriven + before + filtered + withoutDestination + failed + unreadable;
  }

  synchronized String progress() {
    return String.format(
        Locale.ROOT, "%,d dead letters read, %,d redriven, %,d failed", read(), redriven, failed);
  }

  @Override
  public synchronized String toString() {
    LedgerTable table =
        new LedgerTable()
            .row("dead letters read", read())
            .row("  redriven", redriven)
            .rowIfAny("  redriven before, so not sent again", before)
            .row("  filtered", filtered + withoutDestination)
            .rowIfAny("    name no destination: see --destination", withoutDestination)
            .row("  failed, and stay where they are", failed)
            .rowIfAny("    not tried", notTried)
            .row("  unreadable", unreadable);
    firstErrors.forEach(
        (destination, error) -> table.line(destination + ": the first failure: " + error));
    return table.toString();
  }
}
