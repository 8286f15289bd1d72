package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.bench.ProgramTables.Quotient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTablesTest {
  private static final ProgramRuns OWN =
      new ProgramRuns("own", "ours", List.of(cost(4, 6, 2)), List.of(cost(10, 22, 4)));
  private static final ProgramRuns OTHER =
      new ProgramRuns("other", "theirs", List.of(cost(8, 3, 1)), List.of(cost(11, 11, 2)));

  @Test
  void itHasBothSizesThenTheFurtherEventsThenTheRatios() {
    ProgramTables tables =
        new ProgramTables(
            1_000_000,
            3_000_000,
            List.of(OWN, OTHER),
            List.of(new Quotient("ours ÷ theirs", "own", "other")));
    assertThat(
        tables.markdown(),
        is(
            """
            | 1,000,000 events | wall, median (min–max) | user CPU | system CPU | peak memory |
            |---|---|---|---|---|
            | ours | 4.0 s (4.0–4.0) | 6.0 s | 2.0 s | 2.5 GB |
            | theirs | 8.0 s (8.0–8.0) | 3.0 s | 1.0 s | 2.5 GB |

            | 3,000,000 events | wall, median (min–max) | user CPU | system CPU | peak memory |
            |---|---|---|---|---|
            | ours | 10.0 s (10.0–10.0) | 22.0 s | 4.0 s | 2.5 GB |
            | theirs | 11.0 s (11.0–11.0) | 11.0 s | 2.0 s | 2.5 GB |

            | µs for each further event | wall | user CPU | system CPU |
            |---|---|---|---|
            | ours | 3.00 | 8.00 | 1.00 |
            | theirs | 1.50 | 4.00 | 0.50 |

            | ratio | wall, 1,000,000 events | wall, 3,000,000 events | wall of a further event | CPU of a further event |
            |---|---|---|---|---|
            | ours ÷ theirs | 0.50 | 0.91 | 2.00 | 2.00 |

            """));
  }

  @Test
  void aProgramThatDidNotRunIsNotComparedWith() {
    ProgramTables tables =
        new ProgramTables(
            1_000_000,
            3_000_000,
            List.of(OWN),
            List.of(new Quotient("ours ÷ theirs", "own", "other")));
    assertThat(tables.markdown(), containsString("| ours | 3.00 |"));
    assertThat(tables.markdown(), not(containsString("÷")));
  }

  private static Cost cost(int wall, int user, int system) {
    return new Cost(
        Duration.ofSeconds(wall),
        Duration.ofSeconds(user),
        Duration.ofSeconds(system),
        2_500_000_000L);
  }
}
