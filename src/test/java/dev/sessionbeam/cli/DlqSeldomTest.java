package dev.sessionbeam.cli;

import static dev.sessionbeam.deliver.dlq.Letters.envelope;
import static dev.sessionbeam.deliver.dlq.Letters.routes;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ScriptedQueue;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for dead letters over a queue that does what queues do seldom. */
class DlqSeldomTest {
  @TempDir private Path folder;
  private final Map<String, String> before = new HashMap<>();
  private final ScriptedQueue queue = new ScriptedQueue();
  private HttpPeer peer;

  @BeforeEach
  void start() throws IOException {
    SqsPeer.SETTINGS.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    peer = HttpPeer.start();
    peer.behave("/", queue);
  }

  @AfterEach
  void end() {
    peer.close();
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static String letter(String id) {
    return envelope("crm", id, DeadLetterReason.REFUSED);
  }

  private CommandRun dlq(String command, String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "dlq";
    args[1] = command;
    args[2] = "--queue=" + peer.endpoint().resolve(ScriptedQueue.PATH);
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandRun.of(args);
  }

  private CommandRun redrive(String... more) throws IOException {
    Path routes = Files.writeString(folder.resolve("routes.json"), routes(peer.endpoint(), "crm"));
    String[] args = new String[1 + more.length];
    args[0] = "--routes=" + routes;
    System.arraycopy(more, 0, args, 1, more.length);
    return dlq("redrive", args);
  }

  /** The delivery took longer than the message was hidden, and another reader had it since. */
  @Test
  void whatWasDeliveredIsDeletedWithTheReceiptOfItsCopy() throws IOException {
    queue.put("m1", "r1", letter("e1"));
    queue.invalid("r1", () -> queue.put("m1", "r2", letter("e1")));
    CommandRun run = redrive();
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(peer.requests("/crm"), hasSize(1));
    assertThat(queue.deleted(), hasItem("r2"));
    assertThat(run.out().replaceAll(" +", " "), containsString("deleted from the queue 1\n"));
  }

  @Test
  void whatWasDeliveredAndCannotBeDeletedIsReported() throws IOException {
    queue.put("m1", "r1", letter("e1"));
    queue.put("m2", "r2", letter("e2"));
    queue.invalid("r1", () -> {});
    CommandRun run = redrive();
    assertThat(run.err() + run.out(), run.status(), is(1));
    String out = run.out().replaceAll(" +", " ");
    assertThat(out, containsString("deleted from the queue 1\n"));
    assertThat(out, containsString("delivered, but still in the queue 1\n"));
    assertThat(out, containsString("The queue did not delete all that was delivered"));
  }

  @Test
  void aMessageStaysHiddenWhileItsDeliveryTakesLong() throws IOException {
    HttpBehavior.Held held = HttpBehavior.held();
    peer.behave("/crm", held);
    queue.put("m1", "r1", letter("e1"));
    queue.onHide(held::release);
    CommandRun run = redrive("--visibilityTimeout=1s");
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(peer.requests("/crm"), hasSize(1));
  }

  @Test
  void answersWithKnownMessagesAreNotTheEndOfTheQueue() {
    for (int i = 0; i < 20; i++) {
      queue.put("m1", "r" + i, letter("e1"));
    }
    queue.put("m2", "r", letter("e2"));
    CommandRun run = dlq("show");
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(run.out(), containsString("2 messages seen"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "backup", "redrive"})
  void aQueueThatRepeatsItsMessagesForEverIsNotReadForEver(String command) throws IOException {
    peer.behave("/crm", HttpBehavior.status(400, "no"));
    queue.repeatLast("m1", "r1", letter("e1"));
    CommandRun run = run(command);
    assertThat(run.err() + run.out(), run.status(), is(1));
    assertThat(run.out(), containsString("with a longer --visibilityTimeout"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "backup", "redrive"})
  void aQueueThatHandsOutNoMoreIsNotTakenForEmpty(String command) throws IOException {
    queue.put("m1", "r1", letter("e1"));
    queue.endWithOverLimit();
    CommandRun run = run(command);
    assertThat(run.err() + run.out(), run.status(), is(1));
    assertThat(run.out(), containsString("SQS hands out no more messages (OverLimit)"));
    assertThat(run.out().lines().filter(line -> line.contains("OverLimit")).toList(), hasSize(1));
  }

  private CommandRun run(String command) throws IOException {
    return switch (command) {
      case "backup" -> dlq("backup", "--output=" + folder.resolve("letters.jsonl"));
      case "redrive" -> redrive();
      default -> dlq(command);
    };
  }

  @Test
  void allThatIsKeptIsShownAgainAlthoughTheQueueFailsForOne() {
    for (int i = 0; i < 35; i++) {
      queue.put("m" + i, "r" + i, letter("e" + i));
      if (i % 4 == 0) {
        queue.invalid("r" + i, () -> {});
      }
    }
    CommandRun run = dlq("show");
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(new HashSet<>(queue.shown()), hasSize(35));
  }
}
