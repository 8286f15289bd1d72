package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.deliver.dlq.Letters;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * {@code dlq backup --purge} in a process of its own that is killed ten times: as soon as it has
 * added something to the file, which is before it deletes that from the queue, or up to 300 ms
 * later. Then {@code dlq redrive} of the file, killed too.
 */
class DlqKillsTest {
  private static final int KILLS = 10;
  private static final int MESSAGES = 4_000;
  private static final int BATCH = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final Random random = new Random(20);

  private static String id(int number) {
    return "e" + number;
  }

  private static Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      ids.add(id(i));
    }
    return ids;
  }

  private static void fill(SqsPeer sqs, SqsPeer.Queue queue) {
    for (int from = 0; from < MESSAGES; from += BATCH) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(id(i))
                .messageBody(
                    Letters.envelope(
                        i % 2 == 0 ? "even" : "odd", id(i), DeadLetterReason.RETRIES_EXHAUSTED))
                .build());
      }
      sqs.client().sendMessageBatch(send -> send.queueUrl(queue.url()).entries(entries));
    }
  }

  /** Kills a process once a file has grown, and perhaps a little later. True if it was killed. */
  private boolean kill(Process process, Path file, boolean aimed) throws Exception {
    long before = size(file);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (process.isAlive() && size(file) == before && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
    int later = aimed ? 0 : random.nextInt(300);
    boolean ended = process.waitFor(later, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    process.waitFor();
    return !ended && process.exitValue() != 0;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static List<String> wholeLines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static String idIn(String line) {
    int at = line.indexOf("\\\"id\\\":\\\"") + "\\\"id\\\":\\\"".length();
    return line.substring(at, line.indexOf('\\', at));
  }

  @Test
  void noMessageIsLostWhereverTheBackupIsKilledAndEachIsRedrivenToItsDestination()
      throws Exception {
    try (SqsPeer sqs = SqsPeer.start(folder);
        HttpPeer peer = HttpPeer.start()) {
      SqsPeer.Queue queue = sqs.queue("letters");
      fill(sqs, queue);
      Path file = folder.resolve("letters.jsonl");
      backup(sqs, queue, file);
      List<String> lines = wholeLines(file);
      assertThat(lines.size(), is(MESSAGES));
      Set<String> found = new TreeSet<>();
      lines.forEach(line -> found.add(idIn(line)));
      assertThat(found, is(ids()));

      peer.behave("/even", HttpBehavior.ok());
      peer.behave("/odd", HttpBehavior.ok());
      redrive(peer, file);
    }
  }

  private void backup(SqsPeer sqs, SqsPeer.Queue queue, Path file) throws Exception {
    List<String> command =
        List.of(
            "dlq",
            "backup",
            "--queue=" + queue.url(),
            "--output=" + file,
            "--purge",
            "--visibilityTimeout=1s");
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      Path log = folder.resolve("log");
      Process process = CommandRun.start(log, S3Peer.credentials(), command);
      killed += kill(process, file, i % 2 == 0) ? 1 : 0;
      // Of a message that was deleted, the line must be in the file.
      int lines = wholeLines(file).size();
      assertThat("kill " + i, sqs.count(queue) + lines, is(greaterThanOrEqualTo(MESSAGES)));
    }
    assertThat(killed, is(KILLS));
    assertThat("killed in the middle", wholeLines(file).size(), is(lessThan(MESSAGES)));
    Instant deadline = Instant.now().plus(PATIENCE);
    while (sqs.count(queue) > 0 && Instant.now().isBefore(deadline)) {
      Path log = folder.resolve("log");
      Process last = CommandRun.start(log, S3Peer.credentials(), command);
      assertThat(Files.readString(log), last.waitFor(), is(0));
    }
    assertThat(sqs.count(queue), is(0));
  }

  private void redrive(HttpPeer peer, Path file) throws Exception {
    Path routes =
        Files.writeString(
            folder.resolve("routes.json"), Letters.routes(peer.endpoint(), "even", "odd", "not"));
    List<String> command = List.of("dlq", "redrive", "--input=" + file, "--routes=" + routes);
    Path note = folder.resolve("letters.jsonl.redriven");
    int killed = 0;
    for (int i = 0; i < 3; i++) {
      Process process = CommandRun.start(folder.resolve("log"), S3Peer.credentials(), command);
      killed += kill(process, note, i == 0) ? 1 : 0;
    }
    assertThat(killed, is(greaterThan(0)));
    int noted = wholeLines(note).size();
    int sent = peer.requests().size();
    // At most the deliveries that were under way at a kill are sent again.
    assertThat(sent - noted, is(lessThan(3 * 64 + 1)));
    CommandRun last = CommandRun.of(command.toArray(new String[0]));
    assertThat(last.err() + last.out(), last.status(), is(0));
    Set<String> bodies = new HashSet<>();
    for (ReceivedRequest request : peer.requests()) {
      bodies.add(request.path() + " " + request.text());
    }
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      expected.add((i % 2 == 0 ? "/even " : "/odd ") + Letters.body(id(i)));
    }
    assertThat(bodies, is(expected));
    int all = peer.requests().size();
    CommandRun again = CommandRun.of(command.toArray(new String[0]));
    assertThat(again.err(), again.status(), is(0));
    assertThat(peer.requests().size(), is(all));
  }
}
