package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies the messages of a queue into a file. A message is deleted from the queue only after it is
 * in the file and the file is on the disk. So wherever this is killed, each message is in the
 * queue, in the file, or in both; and the next time, one that is in the file is only deleted.
 */
public final class BackupQueue {
  private final MessageQueue queue;
  private final boolean purge;
  private final StopSignal stop;
  private final LongAdder written = new LongAdder();

  /**
   * Prepares a backup.
   *
   * @param purge whether messages that are in the file are deleted from the queue
   */
  public BackupQueue(MessageQueue queue, boolean purge, StopSignal stop) {
    this.queue = queue;
    this.purge = purge;
    this.stop = stop;
  }

  /**
   * Copies until the queue is empty, or the process is asked to end.
   *
   * @throws IOException if the file or the queue cannot be used
   */
  public Account into(Path file, PrintWriter err) throws IOException {
    MessageReader reader = new MessageReader(queue, stop);
    MessageQueue.Size before = queue.size();
    try (BackupFile backup = BackupFile.open(file);
        PeriodicLine progress = PeriodicLine.start(err, () -> progress(reader, before))) {
      reader.read(messages -> copy(messages, backup));
    }
    return new Account(ledger(reader, file), !stop.isStopped()).after(reader);
  }

  private List<ReceivedMessage> copy(List<ReceivedMessage> messages, BackupFile backup)
      throws IOException {
    written.add(backup.add(messages.stream().map(ReceivedMessage::message).toList()));
    return purge ? messages : List.of();
  }

  private String progress(MessageReader reader, MessageQueue.Size before) {
    return String.format(
        Locale.ROOT,
        "%,d messages received of about %,d, %,d written, %,d deleted",
        reader.received(),
        before.waiting(),
        written.sum(),
        reader.deleted());
  }

  private String ledger(MessageReader reader, Path file) throws IOException {
    long received = reader.received();
    LedgerTable table =
        new LedgerTable()
            .row("messages received", received)
            .row("  written to " + file, written.sum())
            .row("  already there", received - written.sum())
            .row("deleted from the queue", reader.deleted());
    if (stop.isStopped()) {
      table.line("Interrupted. Run the same command again for the rest.");
    }
    if (reader.undeleted() > 0) {
      table.line(
          String.format(
              Locale.ROOT,
              "The queue did not delete %,d of them: the next run deletes them.",
              reader.undeleted()));
    }
    return table.line(QueueRest.describe(queue)).toString();
  }
}
