package dev.sessionbeam.report.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportPageTest {
  @Test
  void aNameOfAnActionCannotBecomeMarkup() {
    assertThat(
        Html.text("</script><b a='x' b=\"y\">&amp;"),
        is("&lt;/script&gt;&lt;b a=&#39;x&#39; b=&quot;y&quot;&gt;&amp;amp;"));
  }

  @Test
  void whatCannotBeSeenOrWouldTurnTheTextAroundIsWrittenAsAnEscape() {
    assertThat(
        Html.text("a\u0000b\u001bc\u202ed\u2066e\u2028f\ud800g\u00ad\ufeff"),
        is("a\\u0000b\\u001bc\\u202ed\\u2066e\\u2028f\\ud800g\\u00ad\\ufeff"));
    assertThat(Html.text("שלום é 🙂"), is("שלום é 🙂"));
  }

  @Test
  void aLongNameIsShortenedBetweenCharacters() {
    String name = Html.name("🙂".repeat(100));
    assertThat(name, is("<bdi>" + "🙂".repeat(60) + "…</bdi>"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1 s",
    "1500, 1 s 500 ms",
    "61000, 1 min 1 s",
    "1800000, 30 min",
    "5400000, 1 h 30 min",
    "90000000, 1 d 1 h"
  })
  void durationsHaveTwoUnits(long millis, String text) {
    assertThat(Figures.duration(millis), is(text));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 4", "11, 20", "999, 1000", "1001, 2000", "45, 50", "81, 100"})
  void anAxisEndsAtARoundNumberThatIsNotBelowTheMost(long most, long end) {
    assertThat(Chart.roundUp(most), is(end));
  }

  @Test
  void eachChartNamesBothAxesAndWhatItShows() {
    for (Chart chart :
        new Chart[] {new RowChart("pause", "events", true), new ColumnChart("pause", "events")}) {
      chart.add("1 s", 10L);
      chart.add("2 s", 0L);
      chart.add("3 s", 1_000_000L);
      String svg = chart.svg("Pauses & more");
      assertThat(
          svg,
          allOf(
              containsString(">pause</text>"),
              containsString(">events</text>"),
              containsString("role=\"img\" aria-label=\"Pauses &amp; more\"")));
    }
  }

  @Test
  void aBarIsAsLongAsItsShareOfTheAxis() {
    RowChart chart = new RowChart("a", "b", false);
    chart.add("x", 50L, 50L);
    chart.add("y", 100L, 0L);
    String svg = chart.svg("");
    double half = 97.0;
    assertThat(svg, containsString("class=\"s0\" x=\"104.0\" y=\"22.0\" width=\"" + half + "\""));
    assertThat(svg, containsString("class=\"s1\" x=\"201.0\" y=\"22.0\" width=\"" + half + "\""));
    assertThat(svg, containsString("class=\"s0\" x=\"104.0\" y=\"39.0\" width=\"194.0\""));
    assertThat(svg.indexOf("class=\"s1\""), is(greaterThan(0)));
    assertThat(svg.lastIndexOf("class=\"s1\""), is(svg.indexOf("class=\"s1\"")));
  }

  @Test
  void thePageBringsNoScriptAndLoadsNothing() {
    assertThat(
        PageStyle.CSS,
        allOf(
            not(containsString("url(")), not(containsString("@import")), not(containsString("<"))));
  }
}
