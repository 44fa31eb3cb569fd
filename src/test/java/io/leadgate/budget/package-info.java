@NullMarked
package io.leadgate.budget;

import org.jspecify.annotations.NullMarked;
