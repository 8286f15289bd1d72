package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class EpochNumberProperties {
  /** Returns the floor by the schoolbook, of a number that is small enough for it. */
  private static @Nullable Long floor(BigDecimal number, int power) {
    BigInteger millis =
        number.scaleByPowerOfTen(power).setScale(0, RoundingMode.FLOOR).toBigInteger();
    return millis.bitLength() < Long.SIZE ? millis.longValue() : null;
  }

  @Property
  void anIntegerIsFloored(@ForAll long units, @ForAll @IntRange(min = -6, max = 3) int power) {
    String text = Long.toString(units);
    Long expected = floor(new BigDecimal(text), power);
    assertThat(EpochNumber.ofInteger(text, power), is(expected));
    assertThat(EpochNumber.ofNumber(text, power), is(expected));
    assertThat(EpochNumber.ofNumber(text + "e0", power), is(expected));
    assertThat(EpochNumber.ofNumber(text + ".000", power), is(expected));
  }

  @Property(tries = 5_000)
  void aDecimalIsFloored(
      @ForAll BigInteger unscaled,
      @ForAll @IntRange(min = -30, max = 30) int scale,
      @ForAll @IntRange(min = -6, max = 3) int power) {
    BigDecimal number = new BigDecimal(unscaled, scale);
    Long expected = floor(number, power);
    assertThat(EpochNumber.ofNumber(number.toString(), power), is(expected));
    assertThat(EpochNumber.ofNumber(number.toPlainString(), power), is(expected));
    assertThat(EpochNumber.ofNumber(number.toEngineeringString(), power), is(expected));
  }

  @Property
  void theOrderOfNumbersStays(
      @ForAll @LongRange(min = -9_000_000_000_000_000L, max = 9_000_000_000_000_000L) long units,
      @ForAll @LongRange(min = 0, max = 5_000) long more,
      @ForAll @IntRange(min = 0, max = 12) int scale,
      @ForAll @IntRange(min = -6, max = 3) int power) {
    String first = BigDecimal.valueOf(units, scale).toString();
    String next = BigDecimal.valueOf(units + more, scale).toString();
    assertThat(read(first, power), is(lessThanOrEqualTo(read(next, power))));
  }

  private static long read(String text, int power) {
    Long millis = EpochNumber.ofNumber(text, power);
    return millis == null ? Long.MAX_VALUE : Objects.requireNonNull(millis);
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void onlyNumbersAreReadAndNoTextTakesLong(@ForAll Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      text.append("01239-+.eE ".charAt(random.nextInt(11)));
    }
    boolean number = text.toString().matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    Long millis = EpochNumber.ofNumber(text.toString(), 0);
    assertThat(text.toString(), number || millis == null);
    if (number && !text.toString().matches(".*[eE].*")) {
      assertThat(millis, is(floor(new BigDecimal(text.toString()), 0)));
    }
  }
}
