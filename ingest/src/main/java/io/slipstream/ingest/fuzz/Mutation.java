package io.slipstream.ingest.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What is done to a sound image. */
enum Mutation {
    UNTOUCHED(20) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return image;
        }
    },
    BIT_FLIPS(200) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            for (int i = few(random); i > 0; i--) {
                image[random.nextInt(image.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return maybeRepaired(image, random);
        }
    },
    BYTE_EDITS(200) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            for (int i = few(random); i > 0; i--) {
                byte[] telling = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, (byte) random.nextInt(256)};
                image[random.nextInt(image.length)] = telling[random.nextInt(telling.length)];
            }
            return maybeRepaired(image, random);
        }
    },
    TRUNCATION(140) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return Arrays.copyOf(image, random.nextInt(image.length));
        }
    },
    REPEATED_PART(60) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            int from = random.nextInt(image.length);
            int to = from + random.nextInt(image.length - from);
            byte[] part = Arrays.copyOfRange(image, from, to);
            return maybeRepaired(joined(Arrays.copyOf(image, to), part, tail(image, to)), random);
        }
    },
    MISSING_PART(60) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            int from = random.nextInt(image.length);
            int to = from + random.nextInt(image.length - from);
            return maybeRepaired(joined(Arrays.copyOf(image, from), tail(image, to)), random);
        }
    },
    /** The header states another width or height. */
    SIZE_LIE(100) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return lie(image, HeaderFields.sizes(image), random);
        }
    },
    /** A chunk, segment, block or tag states another length, count or place. */
    LENGTH_LIE(120) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return lie(image, HeaderFields.lengths(image), random);
        }
    },
    /** A few bytes that stand for many; see {@link Bomb}. Half of them are damaged besides. */
    BOMB(10) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return random.nextBoolean() ? image : BIT_FLIPS.apply(image, other, random);
        }
    },
    /** A file that other programs take for something else. */
    POLYGLOT(40) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            byte[] guest = FOREIGN.get(random.nextInt(FOREIGN.size())).getBytes(US_ASCII);
            return random.nextInt(4) == 0 ? joined(guest, image) : joined(image, guest, other);
        }
    },
    /** The beginning of one image and the end of another. */
    SPLICE(60) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            byte[] head = Arrays.copyOf(image, 1 + random.nextInt(image.length));
            return maybeRepaired(joined(head, tail(other, random.nextInt(other.length))), random);
        }
    },
    NOISE(20) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            byte[] noise = new byte[1 + random.nextInt(4096)];
            random.nextBytes(noise);
            byte[] magic = Arrays.copyOf(image, Math.min(image.length, 16));
            return random.nextBoolean() ? noise : joined(magic, noise);
        }
    },
    EMPTY(10) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return new byte[0];
        }
    },
    /** More bytes than the default limit allows. */
    HUGE(2) {
        @Override
        byte[] apply(byte[] image, byte[] other, SplittableRandom random) {
            return Arrays.copyOf(image, (10 << 20) + 1 + random.nextInt(1 << 16));
        }
    };

    private static final int FEW = 16;

    private static final List<String> FOREIGN = List.of(
            "PK\3\4\24\0\0\0\0\0",
            "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
            "<html><script>alert(1)</script></html>",
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><svg>&b;</svg>",
            "#!/bin/sh\necho no\n",
            "MZ\0\0",
            "\0\0\0\1");

    private final int weight;

    Mutation(int weight) {
        this.weight = weight;
    }

    /** How often it is chosen, relative to the others. */
    int weight() {
        return weight;
    }

    /** The name in reports and files, for instance {@code bit-flips}. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Mutates.
     *
     * @param image one byte at least; may be changed
     * @param other another image
     */
    abstract byte[] apply(byte[] image, byte[] other, SplittableRandom random);

    private static int few(SplittableRandom random) {
        return 1 + random.nextInt(1 + random.nextInt(FEW));
    }

    private static byte[] lie(byte[] image, List<HeaderFields.Field> fields, SplittableRandom random) {
        if (fields.isEmpty()) {
            return image;
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            fields.get(random.nextInt(fields.size())).lie(image, random);
        }
        return maybeRepaired(image, random);
    }

    /** Most damage to a PNG is found by its checksums; what lies behind them is tried as well. */
    private static byte[] maybeRepaired(byte[] image, SplittableRandom random) {
        return random.nextInt(4) == 0 ? image : PngChecksums.repaired(image);
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
