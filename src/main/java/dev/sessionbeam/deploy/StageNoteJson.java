package dev.sessionbeam.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the note of a stage as JSON, and reads it. */
public final class StageNoteJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StageNoteJson() {}

  /** Returns a note as JSON, in one line without its end. */
  public static String write(StageNote note) {
    ObjectNode json = JSON.createObjectNode();
    json.set("running", json(note.running()));
    json.put("savepoint", note.savepoint());
    Rollout rollout = note.rollout();
    if (rollout != null) {
      ObjectNode written = json.putObject("rollout");
      written.put("from", rollout.from());
      written.put("to", rollout.to());
      written.put("phase", rollout.phase().name());
      written.put("timeout", rollout.timeout().toString());
      written.set("launch", json(rollout.launch()));
      Instant deadline = rollout.deadline();
      written.put("deadline", deadline == null ? null : deadline.toString());
      written.put("savepoint", rollout.savepoint());
      written.put("reason", rollout.reason());
      rollout.data().forEach(written.withArray("/data")::add);
    }
    return json.toString();
  }

  private static JsonNode json(@Nullable Launch launch) {
    if (launch == null) {
      return JSON.nullNode();
    }
    ObjectNode json = JSON.createObjectNode();
    json.put("version", launch.version());
    json.put("job", launch.jobId());
    json.put("savepoint", launch.savepoint());
    return json;
  }

  /**
   * Returns the note that a text is.
   *
   * @param place where the text is, for messages
   * @throws IOException with a message for the user if it is not a note
   */
  public static StageNote read(String text, String place) throws IOException {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        throw new IllegalArgumentException("no object");
      }
      JsonNode rollout = json.path("rollout");
      return new StageNote(
          launch(json.path("running")),
          text(json.path("savepoint")),
          rollout.isObject() ? rollout(rollout) : null);
    } catch (JsonProcessingException
        | IllegalArgumentException
        | DateTimeException
        | NullPointerException e) {
      throw new IOException(place + " is damaged: it is not the note of a stage", e);
    }
  }

  private static Rollout rollout(JsonNode json) {
    String deadline = text(json.path("deadline"));
    return new Rollout(
        json.path("from").asInt(),
        json.path("to").asInt(),
        Phase.valueOf(json.path("phase").asText()),
        Duration.parse(json.path("timeout").asText()),
        launch(json.path("launch")),
        deadline == null ? null : Instant.parse(deadline),
        text(json.path("savepoint")),
        text(json.path("reason")),
        texts(json.path("data")));
  }

  private static @Nullable Launch launch(JsonNode json) {
    return json.isObject()
        ? new Launch(
            json.path("version").asInt(),
            Objects.requireNonNull(text(json.path("job"))),
            text(json.path("savepoint")))
        : null;
  }

  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    json.forEach(each -> texts.add(Objects.requireNonNull(text(each))));
    return texts;
  }

  private static @Nullable String text(JsonNode json) {
    return json.isTextual() ? json.asText() : null;
  }
}
