package dev.sessionbeam.definition;

import static java.util.Objects.requireNonNull;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.TimeFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedPipelinesTest {
  private static final Instant SUNDAY_NIGHT = Instant.parse("2017-02-05T23:00:00.123Z");

  @Test
  void nitroMatchesTheSemantics() throws Exception {
    Definition nitro = DefinitionReader.read(Path.of("pipelines/nitro.yaml"));
    assertThat(nitro.roles().id(), is(new Role.OfField(FieldPath.of("event_id"))));
    assertThat(requireNonNull(nitro.roles().timeFormat()).kind(), is(TimeFormat.Kind.EPOCH_MILLIS));
    assertThat(nitro.session().gap(), equalTo(Duration.ofMinutes(30)));
    assertThat(nitro.session().opening(), hasToString("action == 'start'"));
    assertThat(
        nitro.cleaning().get(0).mends(),
        contains(new CleanOperation.Scale(FieldPath.of("timestamp"), new BigDecimal("1000"))));
    assertThat(
        nitro.cleaning().get(1).mends(),
        contains(
            new CleanOperation.Trim(FieldPath.of("action")),
            new CleanOperation.Lower(FieldPath.of("action"))));
  }

  @ParameterizedTest
  @CsvSource({
    "9.0.4.5, true, true",
    "9.0.5.9, true, false",
    "9.0, false, false",
    "11.9.0.4, false, false"
  })
  void nitroCorrectsTheKnownBuildsOnly(String build, boolean seconds, boolean upperCase)
      throws Exception {
    Definition nitro = DefinitionReader.read(Path.of("pipelines/nitro.yaml"));
    JsonObject event = json("{\"build\": \"" + build + "\"}");
    assertThat(condition(nitro.cleaning().get(0)).holds(event, null), is(seconds));
    assertThat(condition(nitro.cleaning().get(1)).holds(event, null), is(upperCase));
    assertThat(condition(nitro.cleaning().get(0)).holds(json("{}"), null), is(false));
  }

  @Test
  void nitroAddsTheFieldsOfTheSemantics() throws Exception {
    Definition nitro = DefinitionReader.read(Path.of("pipelines/nitro.yaml"));
    Map<String, String> added = new LinkedHashMap<>();
    for (EnrichField field : nitro.enrichment()) {
      JsonValue value = field.value().evaluate(json("{\"build\": \"11.0.3\"}"), SUNDAY_NIGHT);
      added.put(field.name(), String.valueOf(value));
    }
    assertThat(
        added.entrySet(),
        contains(
            Map.entry("event_time", "\"2017-02-05T23:00:00.123Z\""),
            Map.entry("event_date", "\"2017-02-05\""),
            Map.entry("event_hour", "23"),
            Map.entry("day_of_week", "7"),
            Map.entry("product_version", "11")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type': 'page_view', 'path': '/'} | true",
        "{'type': 'page_view', 'path': '/shoes'} | false",
        "{'type': 'click', 'path': '/'} | false",
        "{'type': 'click', 'path': '/shoes', 'campaign': {'id': 'spring', 'click': true}} | true",
        "{'type': 'click', 'path': '/shoes', 'campaign': {'id': 'spring'}} | false",
        "{'type': 'page_view', 'path': '/', 'campaign': 3} | true",
        "{} | false"
      })
  void clickstreamOpensAtTheHomePageAndAtACampaign(String event, boolean opens) throws Exception {
    Definition clickstream = DefinitionReader.read(Path.of("pipelines/clickstream.yaml"));
    Expression opening = clickstream.session().opening();
    assertThat(
        opening != null && opening.holds(json(event.replace('\'', '"')), SUNDAY_NIGHT), is(opens));
  }

  @Test
  void clickstreamAddsItsFields() throws Exception {
    Definition clickstream = DefinitionReader.read(Path.of("pipelines/clickstream.yaml"));
    Map<String, String> added = new LinkedHashMap<>();
    for (EnrichField field : clickstream.enrichment()) {
      JsonObject event = json("{\"path\": \"/shoes/boots\", \"screen\": {\"width\": 800}}");
      added.put(field.name(), String.valueOf(field.value().evaluate(event, SUNDAY_NIGHT)));
    }
    assertThat(added, hasEntry("section", "\"shoes\""));
    assertThat(added, hasEntry("day_type", "\"weekend\""));
    assertThat(added, hasEntry("device", "\"tablet\""));
  }

  private static Expression condition(CleanRule rule) {
    Expression when = rule.when();
    if (when == null) {
      throw new AssertionError("the rule has no condition");
    }
    return when;
  }

  private static JsonObject json(String text) throws Exception {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
