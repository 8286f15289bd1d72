package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Compares with loops over single bytes. */
class ByteSearchProperties {
  private static final byte[] BYTES = {
    'a', ' ', '"', '\\', '\n', '\r', '{', '[', '!', '#', ']', '[', 0, 1, 0x1F, 0x7F, -1, -128
  };

  /** Mostly plain bytes, so that a search goes over many of them. */
  private static byte[] text(Random random) {
    byte[] text = new byte[random.nextInt(40)];
    for (int i = 0; i < text.length; i++) {
      text[i] = random.nextInt(10) > 0 ? (byte) 'x' : BYTES[random.nextInt(BYTES.length)];
    }
    return text;
  }

  private static int first(byte[] text, int from, int to, IntPredicate isOne) {
    int i = from;
    while (i < to && !isOne.test(text[i])) {
      i++;
    }
    return i;
  }

  @Property
  void theFirstOfThreeCharactersIsFound(@ForAll Random random) {
    byte[] text = text(random);
    int from = random.nextInt(text.length + 1);
    int to = from + random.nextInt(text.length - from + 1);
    assertThat(
        ByteSearch.indexOfAny(text, '\n', '{', '[', from, to),
        is(first(text, from, to, b -> b == '\n' || b == '{' || b == '[')));
    assertThat(ByteSearch.indexOf(text, '\\', from, to), is(first(text, from, to, b -> b == '\\')));
  }

  @Property
  void theEndOfPlainTextIsFound(@ForAll Random random) {
    byte[] text = text(random);
    int from = random.nextInt(text.length + 1);
    assertThat(
        ByteSearch.endOfPlain(text, from),
        is(first(text, from, text.length, b -> b < ' ' || b == '"' || b == '\\')));
  }

  @Property
  void everyByteIsCompared(@ForAll Random random) {
    byte[] one = text(random);
    int at = random.nextInt(one.length + 1);
    int length = random.nextInt(one.length - at + 1);
    byte[] other = new byte[length + 3];
    System.arraycopy(one, at, other, 2, length);
    assertThat(ByteSearch.areEqual(one, at, other, 2, length), is(true));
    if (length > 0) {
      other[2 + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(Arrays.toString(other), ByteSearch.areEqual(one, at, other, 2, length), is(false));
    }
  }
}
