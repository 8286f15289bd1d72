package dev.sessionbeam.cli;

import static dev.sessionbeam.deliver.dlq.Letters.body;
import static dev.sessionbeam.deliver.dlq.Letters.envelope;
import static dev.sessionbeam.deliver.dlq.Letters.routes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for dead letters in files: a folder {@code undelivered/}, and wrong flags. */
class DlqFilesTest {
  @TempDir private Path folder;
  private HttpPeer peer;
  private Path undelivered = Path.of("");
  private Path routes = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    peer = HttpPeer.start();
    peer.behave("/crm", HttpBehavior.ok());
    peer.behave("/mail", HttpBehavior.ok());
    routes =
        Files.writeString(folder.resolve("routes.json"), routes(peer.endpoint(), "crm", "mail"));
    undelivered = folder.resolve("out/undelivered");
    Path day = Files.createDirectories(undelivered.resolve("date=2024-03-10"));
    String e1 = envelope("crm", "e1", DeadLetterReason.STOPPED);
    String e2 = envelope("mail", "e2", DeadLetterReason.STOPPED);
    String e3 = envelope("crm", "e3", DeadLetterReason.OVERFLOW);
    Files.writeString(day.resolve("a.jsonl"), e1 + "\nnot a letter\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(day.resolve("b.jsonl.gz")))) {
      out.write((e2 + "\n").getBytes(UTF_8));
    }
    try (OutputStream out =
        new ZstdOutputStream(Files.newOutputStream(day.resolve("c.jsonl.zst")))) {
      // The first letter is there twice, as after a run that resumed.
      out.write((e3 + "\n" + e1 + "\n").getBytes(UTF_8));
    }
  }

  @AfterEach
  void end() {
    peer.close();
  }

  private CommandRun redrive(String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "dlq";
    args[1] = "redrive";
    args[2] = "--input=" + undelivered;
    args[3] = "--routes=" + routes;
    System.arraycopy(more, 0, args, 4, more.length);
    return CommandRun.of(args);
  }

  private List<String> bodies(String path) {
    return peer.requests(path).stream().map(ReceivedRequest::text).toList();
  }

  @Test
  void showCountsTheLettersOfCompressedFilesToo() {
    CommandRun run = CommandRun.of("dlq", "show", "--input=" + undelivered);
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out().replaceAll(" +", " "),
        is(
            """
            destination reason dead letters
            - unreadable 1
            crm overflow 1
            crm stopped 2
            mail stopped 1
            5 dead letters in 3 files.
            """));
  }

  @Test
  void eachLetterIsSentOnceAndASecondRunSendsNothing() {
    CommandRun run = redrive();
    // One line is not a letter.
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.out().replaceAll(" +", " "),
        is(
            """
            dead letters read 5
             redriven 3
             redriven before, so not sent again 1
             filtered 0
             failed, and stay where they are 0
             unreadable 1
            """));
    assertThat(bodies("/crm"), containsInAnyOrder(body("e1"), body("e3")));
    assertThat(bodies("/mail"), is(List.of(body("e2"))));
    CommandRun again = redrive();
    assertThat(again.out().replaceAll(" +", " "), containsString(" before, so not sent again 4\n"));
    assertThat(peer.requests(), hasSize(3));
  }

  @Test
  void aLineOfTheNoteThatWasNotFinishedCountsAsNotDelivered() throws IOException {
    redrive();
    Path note = undelivered.resolve("_redriven");
    String text = Files.readString(note);
    assertThat(text.lines().toList(), hasSize(3));
    Files.writeString(note, text.substring(0, text.length() - 5));
    CommandRun again = redrive();
    assertThat(again.out().replaceAll(" +", " "), containsString(" redriven 1\n"));
    assertThat(peer.requests(), hasSize(4));
    assertThat(Files.readString(note), is(text));
  }

  @Test
  void whatFailedIsSentByTheNextRun() {
    peer.behave("/crm", HttpBehavior.status(400, "no"));
    CommandRun run = redrive();
    assertThat(run.status(), is(1));
    assertThat(run.out(), containsString("crm: the first failure: "));
    // The copy of a letter that failed is tried too; a fault that stays is not tried again.
    assertThat(peer.requests("/crm"), hasSize(3));
    peer.behave("/crm", HttpBehavior.ok());
    CommandRun again = redrive("--reason=overflow");
    assertThat(again.out().replaceAll(" +", " "), containsString(" redriven 1\n"));
    assertThat(bodies("/crm").subList(3, 4), is(List.of(body("e3"))));
    assertThat(peer.requests("/mail"), hasSize(1));
  }

  @Test
  void theAgeOfALetterIsThatOfItsFile() throws IOException {
    Path old = undelivered.resolve("date=2024-03-10/a.jsonl");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    CommandRun run = redrive("--olderThan=1d");
    assertThat(run.out().replaceAll(" +", " "), containsString(" redriven 1\n"));
    assertThat(bodies("/crm"), is(List.of(body("e1"))));
  }

  @Test
  void aDestinationThatAcceptsNothingIsNotTriedForEver() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      lines.append(envelope("crm", "e" + i, DeadLetterReason.STOPPED)).append('\n');
    }
    Path backup = Files.writeString(folder.resolve("many.jsonl"), lines);
    peer.behave("/crm", HttpBehavior.status(503, "down"));
    CommandRun run = CommandRun.of("dlq", "redrive", "--input=" + backup, "--routes=" + routes);
    assertThat(
        run.out().replaceAll(" +", " "), containsString(" failed, and stay where they are 300\n"));
    // Two attempts of the first 64, after which it counts as dead.
    assertThat(run.out().replaceAll(" +", " "), containsString(" not tried 236\n"));
    assertThat(peer.requests("/crm"), hasSize(128));
  }

  @Test
  void aNoteThatIsAnotherFileStaysAsItIs() throws IOException {
    Path other = Files.writeString(folder.resolve("notes.txt"), "my notes\n");
    CommandRun run = redrive("--note=" + other);
    assertThat(run.err(), run.status(), is(1));
    assertThat(run.err(), containsString(other + " holds something else in line 1"));
    assertThat(Files.readString(other), is("my notes\n"));
    assertThat(peer.requests(), hasSize(0));
  }

  /** What such a program calls an id may be any text. */
  @Test
  void aBackupOfAnotherProgramIsRedrivenOnce() throws IOException {
    String line = "{\"attributes\":{},\"body\":\"%s\",\"message_id\":\"%s\"}\n";
    Path backup =
        Files.writeString(
            folder.resolve("theirs.jsonl"),
            String.format(Locale.ROOT, line, "a", "no. 1: first\\nletter")
                + String.format(Locale.ROOT, line, "b", "é")
                + String.format(Locale.ROOT, line, "c", "5f0c-1"));
    String[] command = {
      "dlq",
      "redrive",
      "--input=" + backup,
      "--routes=" + routes,
      "--destination=crm",
      "--reason=foreign"
    };
    CommandRun run = CommandRun.of(command);
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(bodies("/crm"), containsInAnyOrder("a", "b", "c"));
    CommandRun again = CommandRun.of(command);
    assertThat(again.err() + again.out(), again.status(), is(0));
    assertThat(again.out().replaceAll(" +", " "), containsString(" before, so not sent again 3\n"));
    assertThat(peer.requests(), hasSize(3));
  }

  @Test
  void aFileThatWasCutShortIsNamed() throws IOException {
    Path file = undelivered.resolve("date=2024-03-10/b.jsonl.gz");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));
    CommandRun run = redrive();
    assertThat(run.err(), run.status(), is(1));
    assertThat(run.err(), containsString("cannot read " + file + ": it ends within its"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dlq                                              | a command is missing: give show, backup or redrive
          dlq shwo                                         | Did you mean: dlq show?
          dlq show                                         | --queue=URL|ARN or --input=FILE|FOLDER: give exactly one of them
          dlq show --quue=x                                | --queue
          dlq show --input=/nowhere                        | --input: /nowhere does not exist
          dlq show --queue=letters                         | --queue: 'letters' is neither the URL nor the ARN of a queue
          dlq show --queue=arn:aws:sns:eu-west-1:1:t       | --queue: 'arn:aws:sns:eu-west-1:1:t' is an SNS topic
          dlq show --queue=http://example.com/1/q          | must begin with https://
          dlq show --queue=https://h/1/q --endpoint=x      | --endpoint: 'x' is not a server
          dlq show --queue=https://h/1/q --visibilityTimeout=13h | must be from 1s to 12h
          dlq show --queue=https://h/1/q --visibilityTimeout=10  | --visibilityTimeout: needs a unit
          dlq backup --queue=https://h/1/q                 | --output=FILE is missing
          dlq backup --queue=https://h/1/q --output=s3://b/f | must be a path on the local disk
          dlq backup --queue=https://h/1/q --output=f --prge | --purge
          dlq redrive --input=x                            | --routes=FILE is missing
          dlq redrive --input=x --routes=/nowhere.json     | --routes: cannot read /nowhere.json: it does not exist
          dlq redrive --input=s3://b/undelivered --routes=ROUTES | --note=FILE is missing
          dlq redrive --input=x --routes=ROUTES --destination=crn | --destination: the routes have no 'crn'; did you mean 'crm'?
          dlq redrive --input=x --routes=ROUTES --olderThan=soon | --olderThan: 'soon' is not a duration
          dlq redrive --input=x --routes=ROUTES --olderThan=2h --newerThan=1h | nothing is older
          dlq redrive --input=x --routes=ROUTES --reson=stopped | --reason
          dlq redrive --input=x --routes=ROUTES --reason=stoped | --reason: 'stoped' is not a reason; did you mean 'stopped'?
          dlq redrive --input=x --routes=ROUTES --reason=stopped,overflow | is not a reason: give --reason once for each
          dlq redrive --input=x --routes=ROUTES --reason=timeout | they are retries_exhausted, refused, too_large, overflow, destination_removed, stopped, foreign, lambda, and
          dlq redrive --queue=https://h/1/q --routes=ROUTES --note=n | --note is for --input only
          """)
  void aWrongFlagIsNamed(String args, String message) {
    String[] words = args.replace("ROUTES", routes.toString()).split(" +", -1);
    CommandRun run = CommandRun.of(words);
    assertThat(run.err(), run.status(), is(2));
    assertThat(
        run.err(),
        allOf(containsString(message), not(containsString("\tat ")), not(containsString("java."))));
  }
}
