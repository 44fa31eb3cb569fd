/**
 * Compares each reading of untrusted bytes with a second reading of the same bytes, for inputs that
 * a fuzzer makes.
 *
 * <p>{@link io.leadgate.fuzz.Fuzz} is the class that Jazzer calls ({@code load-tests/fuzz.sh}), and
 * {@link io.leadgate.fuzz.FuzzTarget} lists the readings that are fuzzed. {@code FuzzCorpusTest}
 * replays the inputs in {@code src/test/resources/fuzz} in every build, and asks PostgreSQL whether
 * it takes the fields of each good lead.
 *
 * <p>The reference parsers share no code with the gateway's parsers, so that a fault stays unseen
 * only where two parsers are wrong in the same way:
 *
 * <ul>
 *   <li>{@code StrictJson} reads JSON by RFC 8259 without Jackson, into a {@code JsonTree} that
 *       keeps repeated names and the place of each value in the text. It proves which bodies are
 *       malformed, which fields are bad and why, how many leads an array has, and that each lead of
 *       an array is read as it would be alone.
 *   <li>{@code FlatXml} reads XML through the JDK's DOM, where the gateway reads a stream. It
 *       proves which documents are taken, and that XML becomes the equal JSON object.
 *   <li>{@code FuzzedForm} decodes a form by regular expressions, pair by pair, where the gateway
 *       goes through the bytes. It proves that a form becomes the equal JSON object.
 *   <li>{@code FuzzedGzip} writes gzip with the JDK and reads it with the gateway. It proves that
 *       the bytes that went in come out, up to the bound and never past it, and that a body that is
 *       cut off or followed by any byte is broken.
 *   <li>{@code FuzzedValue} compares phone numbers with libphonenumber alone, and every other value
 *       with the widest bounds of its type; {@code FuzzedKey} compares idempotency keys, in a
 *       header and in an array, with a regular expression.
 *   <li>{@code Oracle} and {@code GoodFields} check each lead by the rules of all formats: a good
 *       lead passes unchanged and within its limits, a bad lead names each bad field once, in text
 *       that can be shown.
 * </ul>
 *
 * <p>{@code CostlyBody} is a body made to be slow; {@code CostlyBodyTest} proves that the parsers
 * take time in proportion to its length.
 */
@NullMarked
package io.leadgate.fuzz;

import org.jspecify.annotations.NullMarked;
