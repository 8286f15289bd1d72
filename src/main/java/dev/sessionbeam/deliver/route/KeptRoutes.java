package dev.sessionbeam.deliver.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.io.s3.S3Document;
import dev.sessionbeam.io.s3.S3Location;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.lease.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The last good routes of a job, in a small file beside its output, for a restart that finds the
 * file of {@code --routes} broken or out of reach. Several processes of the job may write it: each
 * write replaces it as a whole.
 */
public final class KeptRoutes {
  private static final String FILE = "routes.json";
  private static final String FOREIGN = "it was not written by a run";
  private static final String START = "start";
  private static final String TEXT = "routes";

  private final String name;
  private final PipelineOptions options;

  /**
   * What is kept.
   *
   * @param start the version of the routes with which the job was started
   * @param bytes the bytes of the routes that held last
   */
  public record Kept(String start, byte[] bytes) {}

  private KeptRoutes(String name, PipelineOptions options) {
    this.name = name;
    this.options = options;
  }

  /**
   * The routes that are kept in a folder.
   *
   * @param folder the hidden folder of an output, on a disk or on S3, with a slash at its end
   */
  public static KeptRoutes in(String folder, PipelineOptions options) {
    return new KeptRoutes(folder + FILE, options);
  }

  /** Returns the name of the file. */
  public String name() {
    return name;
  }

  /**
   * Reads what is kept; empty if nothing is.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Kept> read() throws IOException {
    String text = S3Location.isS3(name) ? readObject() : readFile();
    return text == null ? Optional.empty() : Optional.of(parse(text));
  }

  /**
   * Replaces what is kept.
   *
   * @return false if another process has written at the same time: it read the same file, or will
   *     soon
   * @throws IOException if it cannot be written
   */
  boolean write(Kept kept) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(START, kept.start());
    fields.put(TEXT, new String(kept.bytes(), StandardCharsets.UTF_8));
    String text = JsonValue.of(fields).text();
    if (S3Location.isS3(name)) {
      try (S3Document document = S3Document.of(options, name)) {
        S3Document.Content before = document.read();
        return text.equals(before.text()) || document.replace(before.version(), text);
      }
    }
    writeFile(Path.of(name), text);
    return true;
  }

  /**
   * Deletes what is kept, if it is there.
   *
   * @throws IOException if it cannot be deleted
   */
  public void delete() throws IOException {
    if (S3Location.isS3(name)) {
      try (S3Document document = S3Document.of(options, name)) {
        String version = document.read().version();
        if (version != null) {
          var unused = document.delete(version);
        }
      }
    } else {
      Files.deleteIfExists(Path.of(name));
    }
  }

  private @Nullable String readObject() throws IOException {
    try (S3Document document = S3Document.of(options, name)) {
      return document.read().text();
    }
  }

  private @Nullable String readFile() throws IOException {
    try {
      return Files.readString(Path.of(name));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The name of the new file is new too, because other processes may write at the same time. */
  private static void writeFile(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path next = file.resolveSibling(FILE + "." + UUID.randomUUID());
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try {
      WholeFile.write(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private Kept parse(String text) throws IOException {
    JsonNode fields = tree(text);
    JsonNode start = fields.path(START);
    JsonNode routes = fields.path(TEXT);
    if (!start.isTextual() || !routes.isTextual()) {
      throw new IOException(FOREIGN);
    }
    return new Kept(start.asText(), routes.asText().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode tree(String text) throws IOException {
    try {
      return Json.tree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(FOREIGN, e);
    }
  }
}
