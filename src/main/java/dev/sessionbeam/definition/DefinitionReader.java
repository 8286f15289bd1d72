package dev.sessionbeam.definition;

import static java.util.Objects.requireNonNull;

import dev.sessionbeam.expression.Expression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a definition from its YAML text, or reports all faults in the text. */
public final class DefinitionReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final DefinitionFaults faults = new DefinitionFaults();
  private final KnownFields known = new KnownFields();
  private final Path folder;
  private final @Nullable Path file;

  private DefinitionReader(Path folder, @Nullable Path file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * Reads the definition in a file.
   *
   * @throws InvalidDefinitionException if the file is not a valid definition; it has all faults
   * @throws IOException if the file cannot be read
   */
  public static Definition read(Path file) throws InvalidDefinitionException, IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(YamlDocument.MAX_BYTES + 1);
    }
    Path folder = file.getParent();
    return new DefinitionReader(folder == null ? Path.of("") : folder, file).read(bytes);
  }

  /**
   * Reads the definition in a text.
   *
   * @param folder the folder that the name of a schema file is relative to
   * @throws InvalidDefinitionException if the text is not a valid definition; it has all faults
   */
  public static Definition read(String yaml, Path folder) throws InvalidDefinitionException {
    return new DefinitionReader(folder, null).read(yaml);
  }

  private Definition read(byte[] bytes) throws InvalidDefinitionException {
    if (bytes.length > YamlDocument.MAX_BYTES) {
      faults.add(
          1,
          "",
          "is larger than " + YamlDocument.MAX_BYTES + " bytes: check that it is a definition");
    }
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      long lines = text.chars().filter(c -> c == '\n').count();
      faults.add((int) lines + 1, "", "is not UTF-8");
    }
    faults.throwIfAny(file);
    return read(text.toString());
  }

  private Definition read(String yaml) throws InvalidDefinitionException {
    YamlNode root = YamlDocument.read(yaml, faults);
    YamlMap sections =
        root == null
            ? null
            : root.map(
                "name", "event", "validate", "clean", "filter", "enrich", "session", "output");
    Definition definition = sections == null ? null : read(sections);
    faults.throwIfAny(file);
    return requireNonNull(definition);
  }

  /**
   * Returns the definition, or null if there was a fault. Sections are read in the order in which
   * the pipeline applies them.
   */
  private @Nullable Definition read(YamlMap sections) {
    String name = name(sections.required("name"));
    YamlNode event = sections.required("event");
    YamlNode validate = sections.get("validate");
    YamlNode clean = sections.get("clean");
    YamlNode filter = sections.get("filter");
    YamlNode enrich = sections.get("enrich");
    YamlNode session = sections.required("session");
    YamlNode output = sections.get("output");

    EventSection eventSection = new EventSection(known);
    Roles roles = event == null ? null : eventSection.read(event);
    List<ValidationCheck> checks =
        validate == null ? List.of() : new ValidateSection(known, folder).read(validate);
    List<CleanRule> cleaning = clean == null ? List.of() : new CleanSection(known).read(clean);
    Expression keep = filter == null ? null : new FilterSection(known).read(filter);
    List<EnrichField> enrichment =
        enrich == null ? List.of() : new EnrichSection(known).read(enrich);
    SessionSettings settings = session == null ? null : new SessionSection(known).read(session);
    OutputSection outputSection = OutputSection.read(output);
    OutputSettings layout = outputSection.settings();
    ColumnChecks columns = new ColumnChecks(outputSection.columns(), known.output());
    known.output().check(layout);
    if (roles != null) {
      columns.check(roles, enrichment, layout);
    }
    return name == null || roles == null || settings == null
        ? null
        : new Definition(
            name,
            roles,
            eventSection.further(),
            checks,
            cleaning,
            keep,
            enrichment,
            settings,
            layout,
            eventSection.unwrap(),
            known.names());
  }

  private static @Nullable String name(@Nullable YamlNode node) {
    String name = node == null ? null : node.text();
    if (node != null && name != null && !NAME.matcher(name).matches()) {
      node.fault("must have only letters, digits, - and _");
    }
    return name;
  }
}
