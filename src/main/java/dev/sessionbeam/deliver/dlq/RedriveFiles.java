package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.deliver.route.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Redrives the dead letters of files. The files stay as they are: what was delivered is noted in a
 * file of its own, and left out the next time.
 */
public final class RedriveFiles {
  /** How many letters are under way at most. */
  private static final int BATCH = 64;

  private final LetterFiles files;
  private final RedrivenFile note;
  private final Routes routes;
  private final LetterFilter filter;
  private final StopSignal stop;

  public RedriveFiles(
      LetterFiles files, RedrivenFile note, Routes routes, LetterFilter filter, StopSignal stop) {
    this.files = files;
    this.note = note;
    this.routes = routes;
    this.filter = filter;
    this.stop = stop;
  }

  /** Redrives to the end of the files, or until the process is asked to end. */
  public Account run(PrintWriter err) throws IOException {
    try (Redrive redrive = new Redrive(routes, filter, stop);
        PeriodicLine progress = PeriodicLine.start(err, () -> redrive.ledger().progress())) {
      Map<String, StoredLetter> batch = new LinkedHashMap<>();
      files.read(letter -> take(letter, batch, redrive), stop);
      send(batch, redrive);
      return Account.of(redrive.ledger(), "", stop);
    }
  }

  private void take(StoredLetter letter, Map<String, StoredLetter> batch, Redrive redrive)
      throws IOException {
    String identity = redrive.identity(letter);
    if (letter.kind() == StoredLetter.Kind.UNREADABLE) {
      redrive.ledger().unreadable();
      return;
    }
    if (batch.containsKey(identity)) {
      // A copy of a letter of this batch: whether it is needed is known after the batch.
      send(batch, redrive);
    }
    if (note.holds(identity)) {
      redrive.ledger().redrivenBefore();
      return;
    }
    batch.put(identity, letter);
    if (batch.size() == BATCH) {
      send(batch, redrive);
    }
  }

  private void send(Map<String, StoredLetter> batch, Redrive redrive) throws IOException {
    List<StoredLetter> delivered = redrive.send(List.copyOf(batch.values()));
    List<String> identities = new ArrayList<>();
    delivered.forEach(letter -> identities.add(redrive.identity(letter)));
    note.add(identities);
    batch.clear();
  }
}
