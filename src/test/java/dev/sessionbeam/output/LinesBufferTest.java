package dev.sessionbeam.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.publish.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesBufferTest {
  private final LinesBuffer buffer = new LinesBuffer();
  private final List<Lines> out = new ArrayList<>();

  private static Lines line(String partition, int bytes) {
    return Lines.of(Dataset.EVENTS, partition, "x".repeat(bytes - 1).getBytes(UTF_8));
  }

  @Test
  void linesOfOneFolderAreGatheredInOrder() {
    buffer.add(Lines.of(Dataset.EVENTS, "date=a", "1".getBytes(UTF_8)));
    buffer.add(Lines.of(Dataset.SESSIONS, "date=a", "2".getBytes(UTF_8)));
    buffer.add(Lines.of(Dataset.EVENTS, "date=b", "3".getBytes(UTF_8)));
    buffer.add(Lines.of(Dataset.EVENTS, "date=a", "4".getBytes(UTF_8)));
    buffer.giveOutFull(out::add);
    assertThat(out, is(empty()));
    buffer.giveOutAll(out::add);
    List<String> texts =
        out.stream()
            .map(
                lines ->
                    lines.folder() + " " + lines.count() + " " + new String(lines.text(), UTF_8))
            .sorted()
            .toList();
    assertThat(
        texts,
        is(List.of("events/date=a 2 1\n4\n", "events/date=b 1 3\n", "sessions/date=a 1 2\n")));
    out.clear();
    buffer.giveOutAll(out::add);
    assertThat(out, is(empty()));
  }

  @Test
  void aFullElementIsEmittedAtOnce() {
    int lines = 0;
    while (out.isEmpty()) {
      buffer.add(line("date=a", 1000));
      buffer.giveOutFull(out::add);
      lines++;
    }
    assertThat(out.get(0).count(), is(lines));
    assertThat(out.get(0).text().length, is(lines * 1000));
    assertThat(lines, is(1049));
  }

  @Test
  void theLinesOfManyFoldersAreHeldUpToALimit() {
    long held = 0;
    for (int folder = 0; out.isEmpty(); folder++) {
      buffer.add(line("date=" + folder, 100_000));
      buffer.giveOutFull(out::add);
      held += 100_000;
    }
    assertThat(held, is(lessThan(65L << 20)));
    assertThat(out.size(), is(greaterThan(600)));
  }
}
