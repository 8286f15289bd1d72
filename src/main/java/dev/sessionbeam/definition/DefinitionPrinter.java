package dev.sessionbeam.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.TimeFormat;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Prints a definition as YAML, with all defaults. The YAML reads as the same definition. */
public final class DefinitionPrinter {
  private static final ObjectMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .stringQuotingChecker(new QuoteWhatYamlWouldConvert())
              .build());

  private DefinitionPrinter() {}

  /** Returns the YAML of a definition. */
  public static String print(Definition definition) {
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("name", definition.name());
    Map<String, Object> event = event(definition.roles(), definition.fields());
    FieldPath unwrap = definition.unwrap();
    if (unwrap != null) {
      event.put("unwrap", unwrap.toString());
    }
    sections.put("event", event);
    putUnlessEmpty(sections, "validate", ChecksPrinter.print(definition.checks()));
    if (!definition.cleaning().isEmpty()) {
      sections.put("clean", definition.cleaning().stream().map(RulePrinter::print).toList());
    }
    Expression keep = definition.keep();
    if (keep != null) {
      sections.put("filter", Map.of("keep", keep.text()));
    }
    putUnlessEmpty(sections, "enrich", enrich(definition));
    sections.put("session", session(definition.session()));
    sections.put("output", output(definition.output()));
    try {
      return YAML.writeValueAsString(sections);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> event(Roles roles, List<String> fields) {
    Map<String, Object> event = new LinkedHashMap<>();
    Role id = roles.id();
    if (id != null) {
      event.put("id", id.text());
    }
    event.put("machine", roles.machine().text());
    event.put("time", time(roles));
    event.put("action", roles.action().text());
    if (!fields.isEmpty()) {
      event.put("fields", fields);
    }
    return event;
  }

  private static Map<String, Object> time(Roles roles) {
    Map<String, Object> time = new LinkedHashMap<>();
    time.put("field", roles.time().text());
    TimeFormat format = roles.timeFormat();
    if (format != null) {
      putFormat(time, format);
    }
    time.put("max_clock_skew", Durations.text(roles.maxClockSkew()));
    return time;
  }

  private static void putFormat(Map<String, Object> time, TimeFormat format) {
    String pattern = format.pattern();
    time.put("format", pattern == null ? format.kind().label() : pattern);
    if (pattern != null || format.kind() == TimeFormat.Kind.ISO8601) {
      time.put("zone", zone(format.zone()));
    }
  }

  private static String zone(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private static Map<String, Object> enrich(Definition definition) {
    Map<String, Object> fields = new LinkedHashMap<>();
    definition.enrichment().forEach(field -> fields.put(field.name(), field.value().text()));
    return fields;
  }

  private static Map<String, Object> session(SessionSettings settings) {
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("gap", Durations.text(settings.gap()));
    if (settings.opening() != null) {
      session.put("opening", settings.opening().text());
    }
    session.put("max_duration", Durations.text(settings.maxDuration()));
    session.put("allowed_lateness", Durations.text(settings.allowedLateness()));
    session.put("max_machine_size", Sizes.text(settings.maxMachineBytes()));
    return session;
  }

  private static Map<String, Object> output(OutputSettings settings) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("partition", OutputSection.text(settings.partition()));
    output.put("format", OutputSection.text(settings.format()));
    output.put("compression", OutputSection.text(settings.compression()));
    output.put(OutputSettings.DATE_NAME, settings.dateName());
    if (settings.partition() == OutputSettings.Partition.HOUR) {
      output.put(OutputSettings.HOUR_NAME, settings.hourName());
    }
    putUnlessEmpty(output, "columns", columns(settings.columns()));
    return output;
  }

  private static Map<String, Object> columns(List<DeclaredColumn> declared) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (DeclaredColumn column : declared) {
      columns.put(column.path().toString(), column(column.type().toString(), column.as()));
    }
    return columns;
  }

  private static Object column(String type, @Nullable String as) {
    if (as == null) {
      return type;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("type", type);
    named.put("as", as);
    return named;
  }

  private static void putUnlessEmpty(
      Map<String, Object> sections, String name, Map<String, Object> section) {
    if (!section.isEmpty()) {
      sections.put(name, section);
    }
  }

  /**
   * Puts quotes around a string that a YAML reader would read as a number, a date, a boolean or
   * null.
   */
  private static final class QuoteWhatYamlWouldConvert extends StringQuotingChecker {
    private final transient Resolver resolver = new Resolver();

    @Override
    public boolean needToQuoteName(String name) {
      return isConverted(name) || name.indexOf('\n') >= 0;
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return isConverted(value) || valueHasQuotableChar(value);
    }

    private boolean isConverted(String text) {
      return !resolver.resolve(NodeId.scalar, text, true).equals(Tag.STR);
    }
  }
}
