package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

class SavedPositionTest {
  private static final String NUMBER = "49590338271490256608559692538361571095921575989136588898";
  private static final String NEXT = "49590338271490256608559692538361571095921575989136588899";

  /** From the earliest to the latest. */
  private static List<SavedPosition> inOrder() {
    List<SavedPosition> positions = new ArrayList<>();
    positions.add(SavedPosition.atStart(ShardPosition.NO_EVENT));
    positions.add(SavedPosition.atStart(-62_135_596_800_000L));
    positions.add(SavedPosition.atStart(-1));
    positions.add(SavedPosition.atStart(0));
    positions.add(SavedPosition.atStart(1_486_285_200_000L));
    positions.add(new SavedPosition(null, 1_486_285_200_000L, 1));
    positions.add(new SavedPosition("1", ShardPosition.NO_EVENT, 0));
    positions.add(new SavedPosition(NUMBER, ShardPosition.NO_EVENT, 9));
    positions.add(new SavedPosition(NUMBER, 1_486_285_200_000L, 0));
    positions.add(new SavedPosition(NUMBER, 1_486_285_200_000L, 0).next());
    positions.add(new SavedPosition(NUMBER, 1_486_285_200_000L, Integer.MAX_VALUE));
    positions.add(new SavedPosition(NUMBER, 1_486_285_200_001L, 0));
    positions.add(new SavedPosition(NUMBER, Long.MAX_VALUE, 0));
    positions.add(new SavedPosition(NEXT, 0, 0));
    return positions;
  }

  @Test
  void aPositionIsReadAsItWasSaved() {
    List<SavedPosition> read =
        inOrder().stream().map(position -> SavedPosition.parse(position.number())).toList();
    assertThat(read, is(inOrder()));
  }

  /** KinesisIO skips a record whose number is not larger than the one of the restored position. */
  @Test
  void aLaterPositionIsALargerNumberForKinesisIo() {
    List<SavedPosition> positions = inOrder();
    ExtendedSequenceNumber before = new ExtendedSequenceNumber("TRIM_HORIZON", null);
    for (SavedPosition position : positions) {
      ExtendedSequenceNumber number = new ExtendedSequenceNumber(position.number(), 0L);
      assertThat(position.toString(), number.compareTo(before), greaterThan(0));
      before = number;
    }
  }

  /** Savepoints hold this number, so it must not change by accident. */
  @Test
  void theDigitsOfANumberDoNotChange() {
    assertThat(
        new SavedPosition("49", 1_486_285_200_000L, 7).number(),
        is("49" + "09223373523139975808" + "0000000007"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "LATEST", "012345678901234567890123456789"})
  void anotherNumberFails(String number) {
    assertThrows(IllegalArgumentException.class, () -> SavedPosition.parse(number));
  }
}
