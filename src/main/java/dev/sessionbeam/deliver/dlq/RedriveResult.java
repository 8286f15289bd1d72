package dev.sessionbeam.deliver.dlq;

/**
 * The end of a redrive.
 *
 * @param account the ledger, as text
 * @param complete whether everything that was asked for was delivered
 */
public record RedriveResult(String account, boolean complete) {
  /** The same, but something was not done, which a line says. */
  RedriveResult incomplete(String line) {
    return new RedriveResult(account + line + "\n", false);
  }

  static RedriveResult of(RedriveLedger ledger, String more, StopSignal stop) {
    String interrupted =
        stop.isStopped() ? "Interrupted. Run the same command again for the rest.\n" : "";
    return new RedriveResult(
        ledger + more + interrupted, !ledger.isIncomplete() && !stop.isStopped());
  }
}
