/** The pages of setting up: lead sources, campaigns and lead types. */
@NullMarked
package io.leadgate.console.setup;

import org.jspecify.annotations.NullMarked;
