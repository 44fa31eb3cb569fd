/**
 * Holds every reading of untrusted bytes to a second reading of the same bytes, for inputs that a
 * fuzzer makes.
 *
 * <p>{@link io.leadgate.fuzz.Fuzz} is the class that Jazzer calls ({@code load-tests/fuzz.sh}), and
 * {@link io.leadgate.fuzz.FuzzTarget} names what is fuzzed. {@code FuzzCorpusTest} replays the
 * inputs in {@code src/test/resources/fuzz} in every build, and asks PostgreSQL whether it takes
 * the fields of each lead that was found good.
 *
 * <p>The reference parsers share no code with the gateway's parsers, so that both would have to be
 * wrong in the same way for a fault to stay unseen:
 *
 * <ul>
 *   <li>{@code StrictJson} reads JSON by RFC 8259 without Jackson, into a {@code JsonTree} that
 *       keeps repeated names and the place of each value in the text. It proves which bodies are
 *       malformed, which fields are bad and why, how many leads an array has, and that each lead of
 *       an array is read as it would be alone.
 *   <li>{@code FlatXml} reads XML through the JDK's DOM, where the gateway reads a stream. It
 *       proves which documents are taken, and that XML becomes the JSON object that says the same.
 *   <li>{@code FuzzedForm} decodes a form by regular expressions, pair by pair, where the gateway
 *       goes through the bytes. It proves the same for forms.
 *   <li>{@code FuzzedGzip} writes gzip with the JDK and reads it with the gateway. It proves that
 *       what went in comes out, up to the bound and never past it, and that a body that is cut off
 *       or followed by anything is broken.
 *   <li>{@code FuzzedValue} holds phone numbers to libphonenumber alone, and every other value to
 *       what its type allows at the most; {@code FuzzedKey} holds idempotency keys to one regular
 *       expression, in a header and in an array.
 *   <li>{@code Oracle} and {@code GoodFields} say what holds of every lead, whatever it was read
 *       from: a good lead passes unchanged and within its limits, a bad lead names each bad field
 *       once, in text that can be shown.
 * </ul>
 *
 * <p>{@code CostlyBody} is a body made to be slow; {@code CostlyBodyTest} proves that the parsers
 * take time in proportion to its length.
 */
@NullMarked
package io.leadgate.fuzz;

import org.jspecify.annotations.NullMarked;
