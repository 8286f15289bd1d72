package dev.sessionbeam.settle;

import dev.sessionbeam.publish.DaySwitch;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Writes, for each day, which sessions of other days its lines replace, for the day's switch. */
final class WriteReplacedFn extends DoFn<KV<String, Iterable<DaySwitch.Replaced>>, Void> {
  private final SettleTask task;

  WriteReplacedFn(SettleTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element KV<String, Iterable<DaySwitch.Replaced>> day) throws IOException {
    List<DaySwitch.Replaced> replaced = new ArrayList<>();
    Objects.requireNonNull(day.getValue()).forEach(replaced::add);
    replaced.sort(Comparator.comparing(DaySwitch.Replaced::sessionId));
    ReplacedFile.write(task, LocalDate.parse(Objects.requireNonNull(day.getKey())), replaced);
  }
}
