/**
 * Reinforcement learning: bandits over arms, a policy-gradient controller, and Q-learning, behind
 * {@link dev.hone.Optimizer}.
 *
 * <p>They know nothing of distances between values, and need more trials than a model where there
 * are distances to know. What they are good for: choices that are played again and again (bandits),
 * sequences of decisions of which later ones depend on earlier ones, and noisy rewards.
 */
@NullMarked
package dev.hone.reinforcement;

import org.jspecify.annotations.NullMarked;
