package dev.sessionbeam.deliver.dlq;

/**
 * What a command has done.
 *
 * @param text the ledger, as text
 * @param complete whether everything that was asked for was done
 */
public record Account(String text, boolean complete) {
  /** The same, but something was not done, which a line says. */
  Account incomplete(String line) {
    return new Account(text + line + "\n", false);
  }

  /** The same, but if a queue may have more, a line says so. */
  Account after(MessageReader reader) {
    return reader.early().map(this::incomplete).orElse(this);
  }

  /** The account of a redrive. */
  static Account of(RedriveLedger ledger, String more, StopSignal stop) {
    String interrupted =
        stop.isStopped() ? "Interrupted. Run the same command again for the rest.\n" : "";
    return new Account(ledger + more + interrupted, !ledger.isIncomplete() && !stop.isStopped());
  }
}
