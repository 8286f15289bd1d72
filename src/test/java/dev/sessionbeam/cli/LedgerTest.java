package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static Ledger ledger(long read) {
    return new Ledger(read, 6, 1, 2, 1, 3, 2, new TreeMap<>(), new Ledger.Revised(0, 0, 0), false);
  }

  @Test
  void itAddsUpWhereEveryRecordReadIsSomewhere() {
    assertThat(ledger(10).addsUp(), is(true));
    assertThat(ledger(10).table(), containsString("The ledger adds up."));
  }

  @Test
  void aRecordThatIsNowhereOrTwiceIsSeen() {
    assertThat(ledger(11).addsUp(), is(false));
    assertThat(ledger(9).addsUp(), is(false));
    assertThat(ledger(11).table(), containsString("THE LEDGER DOES NOT ADD UP."));
    assertThat(ledger(11).values().get("adds_up"), is(false));
  }
}
