package dev.sessionbeam.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.util.Locale;

/** Writes the identity of a stream as JSON and reads it back. A person can read the file too. */
final class StreamIdentityJson {
  private static final int FORMAT = 1;
  private static final String FORMAT_FIELD = "format";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StreamIdentityJson() {}

  static String write(StreamIdentity identity) throws IOException {
    ObjectNode document = MAPPER.createObjectNode().put(FORMAT_FIELD, FORMAT);
    document.setAll(MAPPER.<ObjectNode>valueToTree(identity));
    return MAPPER.writeValueAsString(document) + "\n";
  }

  /**
   * Reads what {@link #write} wrote. Unknown fields are those of a later version, and do not
   * matter.
   *
   * @param file its name, for messages
   * @throws IOException if the text is damaged or of another format; the message says what to do
   */
  static StreamIdentity read(String text, String file) throws IOException {
    try {
      JsonNode root = MAPPER.readTree(text);
      JsonNode format = root.path(FORMAT_FIELD);
      if (format.isInt() && format.intValue() != FORMAT) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s has format %d, and this version of sessionbeam reads format %d: use the version"
                    + " that wrote it",
                file,
                format.intValue(),
                FORMAT));
      }
      StreamIdentity identity = MAPPER.treeToValue(root, StreamIdentity.class);
      var unused = new RunId(identity.run());
      return identity;
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static IOException damaged(String file, String why, Exception cause) {
    return new IOException(
        file
            + " is damaged, so it is unknown which run is to be resumed: "
            + why.lines().findFirst().orElse("")
            + ". Put the former file back, or start afresh: without --resume, with --overwrite",
        cause);
  }
}
