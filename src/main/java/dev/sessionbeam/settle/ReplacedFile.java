package dev.sessionbeam.settle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.LocalDate;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/** Hands on from the pipeline which sessions of other days the lines of a day replace. */
public final class ReplacedFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReplacedFile() {}

  static void write(SettleTask task, LocalDate day, List<DaySwitch.Replaced> replaced)
      throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(id(task, day), MimeTypes.TEXT))) {
      out.write(JSON.writeValueAsBytes(replaced));
    }
  }

  /** Reads what the pipeline has written for a day; empty if it has written nothing for it. */
  public static List<DaySwitch.Replaced> read(SettleTask task, LocalDate day) throws IOException {
    String name = task.replacedFile(day);
    String folder = name.substring(0, name.lastIndexOf('/'));
    // A listing, because S3 may answer 403 for an object that is missing.
    if (StoredFile.below(task.output(), folder).stream().noneMatch(it -> it.name().equals(name))) {
      return List.of();
    }
    try (InputStream in = Channels.newInputStream(FileSystems.open(id(task, day)))) {
      return JSON.readValue(in, new TypeReference<List<DaySwitch.Replaced>>() {});
    }
  }

  private static ResourceId id(SettleTask task, LocalDate day) {
    return FileSystems.matchNewResource(task.output().root() + task.replacedFile(day), false);
  }
}
