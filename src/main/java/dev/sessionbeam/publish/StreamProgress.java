package dev.sessionbeam.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream has come, as {@code _progress.json} in its output says: one line of JSON, which
 * is there as a whole or not at all.
 *
 * @param watermark every session that was due before this time is in a file with its final name;
 *     null if the stream ended and no watermark was ever known
 * @param ended whether the stream has ended by itself, so that nothing can change any more
 */
public record StreamProgress(@Nullable Instant watermark, boolean ended) {
  /** The name of the file, relative to the output. */
  public static final String FILE = "_progress.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the file of an output; empty if there is none.
   *
   * @throws IOException if the file cannot be read, or is not what a stream writes
   */
  public static Optional<StreamProgress> in(OutputFolder output) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    if (files.existing(List.of(FILE)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(parse(files.read(FILE), output.root() + FILE));
  }

  private static StreamProgress parse(String json, String file) throws IOException {
    try {
      JsonNode progress = JSON.readTree(json);
      if (progress.path("ended").isBoolean()) {
        boolean ended = progress.get("ended").booleanValue();
        JsonNode watermark = progress.path("watermark");
        if (watermark.isTextual() || ended) {
          return new StreamProgress(
              watermark.isTextual() ? Instant.parse(watermark.textValue()) : null, ended);
        }
      }
    } catch (JsonProcessingException | DateTimeException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static IOException damaged(String file, @Nullable Exception e) {
    return new IOException(
        file
            + " is damaged: it must have one line such as"
            + " {\"watermark\":\"2017-02-05T09:00:00.000Z\",\"ended\":false}. If a stream still"
            + " writes to this output, it writes the file again",
        e);
  }

  /** Writes the file, in place of the former one. */
  void write(OutputFolder output) throws IOException {
    String hidden = output.temporary().substring(output.root().length());
    FolderFiles.of(output).write(FILE, toJson(), hidden + FILE + ".next");
  }

  private String toJson() {
    Instant known = watermark;
    String text =
        known == null
            ? "null"
            : '"'
                + new DateTimeFormatterBuilder()
                    .appendInstant(3)
                    .toFormatter(Locale.ROOT)
                    .format(known)
                + '"';
    return "{\"watermark\":" + text + ",\"ended\":" + ended + "}\n";
  }
}
