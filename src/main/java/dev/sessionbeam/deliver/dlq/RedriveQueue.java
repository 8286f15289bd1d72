package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.deliver.route.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Redrives the dead letters of a queue, and deletes from it what was delivered, and only that. */
public final class RedriveQueue {
  private static final String UNDELETED =
      "The queue did not delete all that was delivered: the next redrive sends that again, with the"
          + " same idempotency keys.";

  private final MessageQueue queue;
  private final Routes routes;
  private final LetterFilter filter;
  private final StopSignal stop;

  public RedriveQueue(MessageQueue queue, Routes routes, LetterFilter filter, StopSignal stop) {
    this.queue = queue;
    this.routes = routes;
    this.filter = filter;
    this.stop = stop;
  }

  /** Redrives until the queue is empty, or the process is asked to end. */
  public Account run(PrintWriter err) throws IOException {
    MessageReader reader = new MessageReader(queue, stop);
    try (Redrive redrive = new Redrive(routes, filter, stop)) {
      try (PeriodicLine progress = PeriodicLine.start(err, () -> redrive.ledger().progress())) {
        reader.read(messages -> send(messages, redrive));
      }
      String account =
          new LedgerTable()
                  .row("deleted from the queue", reader.deleted())
                  .rowIfAny("delivered, but still in the queue", reader.undeleted())
              + QueueRest.describe(queue)
              + "\n";
      Account result = Account.of(redrive.ledger(), account, stop);
      return (reader.undeleted() == 0 ? result : result.incomplete(UNDELETED)).after(reader);
    }
  }

  private static List<ReceivedMessage> send(List<ReceivedMessage> messages, Redrive redrive) {
    List<StoredLetter> letters = new ArrayList<>();
    messages.forEach(message -> letters.add(LetterReader.read(message.message())));
    Set<StoredLetter> delivered = new HashSet<>(redrive.send(letters));
    List<ReceivedMessage> done = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      if (delivered.contains(letters.get(i))) {
        done.add(messages.get(i));
      }
    }
    return done;
  }
}
