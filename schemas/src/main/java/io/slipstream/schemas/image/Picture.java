package io.slipstream.schemas.image;

/**
 * What a decoder needs of a file: one complete picture and nothing else.
 *
 * <p>Texts, colour profiles, thumbnails, further frames and whatever follows the picture are left out. They do not
 * reach the pixels, and decoders have unpacked, joined or parsed them without a bound.
 *
 * @param bytes a file of the same format, or the file itself if it holds nothing more
 * @param orientation how its rows and columns lie
 */
@SuppressWarnings("ArrayRecordComponent")
record Picture(byte[] bytes, Orientation orientation) {}
