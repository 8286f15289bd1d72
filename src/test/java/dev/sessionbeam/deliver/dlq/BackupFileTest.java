package dev.sessionbeam.deliver.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup has each message once, also after a process was killed while it wrote a line. */
class BackupFileTest {
  private static final Message FIRST =
      new Message(
          "m-1",
          Map.of("reason", "refused", "destination", "crm"),
          "{\"a\": 1}\n \"é\"",
          Instant.parse("2024-03-10T12:00:00.123Z"));

  private static final Message SECOND = new Message("m-2", Map.of(), "not JSON", null);

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("letters.jsonl");
  }

  private int add(Message... messages) throws IOException {
    try (BackupFile backup = BackupFile.open(file)) {
      return backup.add(List.of(messages));
    }
  }

  private List<Message> read() throws IOException {
    List<Message> messages = new ArrayList<>();
    for (String line : Files.readString(file).split("\n", -1)) {
      if (!line.isEmpty()) {
        messages.add(BackupLine.read(line).orElseThrow());
      }
    }
    return messages;
  }

  @Test
  void aLineBeginsWithAttributesAndBody() throws IOException {
    add(FIRST);
    assertThat(
        Files.readString(file),
        is(
            "{\"attributes\":{\"destination\":\"crm\",\"reason\":\"refused\"},"
                + "\"body\":\"{\\\"a\\\": 1}\\n \\\"é\\\"\","
                + "\"message_id\":\"m-1\",\"sent\":\"2024-03-10T12:00:00.123Z\"}\n"));
    assertThat(read(), is(List.of(FIRST)));
  }

  @Test
  void aMessageIsWrittenOnceHoweverOftenItComes() throws IOException {
    assertThat(add(FIRST, SECOND), is(2));
    assertThat(add(SECOND, FIRST), is(0));
    assertThat(read(), is(List.of(FIRST, SECOND)));
  }

  /** Cuts the file at every byte of its second line, as a kill may do. */
  @Test
  void aTornLastLineIsCutAndItsMessageIsWrittenAgain() throws IOException {
    add(FIRST);
    int whole = (int) Files.size(file);
    add(SECOND);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = whole; length <= bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      // A line that lacks only its line break is complete.
      assertThat("cut at " + length, add(SECOND), is(length >= bytes.length - 1 ? 0 : 1));
      assertThat("cut at " + length, read(), is(List.of(FIRST, SECOND)));
    }
  }

  @Test
  void aTornFirstLineIsCutToo() throws IOException {
    add(FIRST);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length - 1; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat("cut at " + length, add(FIRST), is(1));
      assertThat("cut at " + length, read(), is(List.of(FIRST)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my notes",
        "my notes\n",
        "{\"id\": 1}\n",
        "{\"attributes\":{},\"body\":\"x\"}\nmy notes\n",
        "{\"attributes\":{},\"body\":{}}\n"
      })
  void aFileThatIsSomethingElseStaysAsItIs(String text) throws IOException {
    Files.writeString(file, text);
    IOException e = assertThrows(IOException.class, () -> add(FIRST));
    assertThat(e.getMessage(), containsString("something else in line"));
    assertThat(Files.readString(file), is(text));
  }

  @Test
  void twoBackupsDoNotWriteIntoOneFile() throws IOException {
    try (BackupFile first = BackupFile.open(file)) {
      assertThat(first.add(List.of(FIRST)), is(1));
      IOException e = assertThrows(IOException.class, () -> add(SECOND));
      assertThat(e.getMessage(), containsString("in use by another command"));
    }
    assertThat(read(), is(List.of(FIRST)));
  }

  @Test
  void aBackupOfAnotherProgramIsContinued() throws IOException {
    Files.writeString(
        file,
        "{\"body\": \"x\", \"attributes\": {\"ErrorCode\": {\"StringValue\": \"200\","
            + " \"DataType\": \"Number\"}}}\n");
    assertThat(add(FIRST), is(1));
    assertThat(read(), is(List.of(new Message("", Map.of("ErrorCode", "200"), "x", null), FIRST)));
  }

  @Test
  void manyRandomMessagesComeBackAsTheyWere() throws IOException {
    Random random = new Random(20);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      StringBuilder body = new StringBuilder();
      random.ints(random.nextInt(200), 0, 0xD7FF).forEach(body::appendCodePoint);
      messages.add(new Message("m" + i, Map.of("n", body.reverse().toString()), body + "", null));
    }
    add(messages.toArray(new Message[0]));
    assertThat(Files.readString(file).split("\n", -1).length, is(501));
    assertThat(read(), is(messages));
    Files.writeString(file, "{\"attri", UTF_8, StandardOpenOption.APPEND);
    assertThat(add(SECOND), is(1));
    assertThat(read(), hasSize(501));
  }
}
