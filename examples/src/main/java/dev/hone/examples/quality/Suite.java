package dev.hone.examples.quality;

import dev.hone.examples.tabular.Objective;
import dev.hone.examples.tabular.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which problems are run, and how long. */
public enum Suite {
  /** Shows within a minute that nothing is broken. */
  QUICK {
    @Override
    public List<Problem> problems(Path tables) {
      List<Problem> problems = new ArrayList<>();
      problems.add(new FunctionProblem(ClassicFunction.branin(), 30));
      problems.add(new FunctionProblem(ClassicFunction.hartmann6(), 50));
      problems.add(new FunctionProblem(ClassicFunction.ackley(10, -16.384, 32.768), 60, 4));
      tables(tables, 50).stream().skip(2).limit(1).forEach(problems::add);
      problems.add(FrontProblem.zdt1(4, 60, 4));
      return problems;
    }

    @Override
    public int seeds() {
      return 3;
    }
  },

  /** What the project's targets for {@link dev.hone.GpOptimizer} speak of. */
  TARGETS {
    @Override
    public List<Problem> problems(Path tables) {
      List<Problem> problems = new ArrayList<>();
      problems.add(new FunctionProblem(ClassicFunction.branin(), 50));
      problems.add(new FunctionProblem(ClassicFunction.hartmann6(), 100));
      problems.add(new FunctionProblem(ClassicFunction.levy(10), 100));
      problems.add(new FunctionProblem(ClassicFunction.ackley(10, -16.384, 32.768), 100));
      problems.add(new FunctionProblem(ClassicFunction.ackley(20, -5, 10), 464, 4));
      problems.addAll(tables(tables, 100));
      return problems;
    }

    @Override
    public int seeds() {
      return 20;
    }
  },

  /** Every method on everything: functions in 5 and 20 dimensions, tables, several objectives. */
  FULL {
    @Override
    public List<Problem> problems(Path tables) {
      List<Problem> problems = new ArrayList<>();
      addFunctions(problems, 5, 100);
      addFunctions(problems, 20, 400);
      problems.add(new FunctionProblem(ClassicFunction.hartmann6(), 100));
      problems.addAll(tables(tables, 100));
      problems.add(FrontProblem.zdt1(10, 200, 4));
      problems.add(FrontProblem.zdt2(10, 200, 4));
      problems.add(FrontProblem.zdt3(10, 200, 4));
      problems.add(FrontProblem.zdt4(10, 200, 4));
      problems.add(FrontProblem.dtlz2(7, 200, 4));
      return problems;
    }

    @Override
    public int seeds() {
      return 10;
    }
  },

  /** Trainings that can be cut short, by methods that do and methods that do not. */
  CURVES {
    @Override
    public List<Problem> problems(Path tables) {
      return List.of(CurveProblem.digits(20), CurveProblem.digits(60));
    }

    @Override
    public int seeds() {
      return 10;
    }
  },

  /**
   * Fronts in the dimensions and with the trials of their literature, a hundred side by side: a
   * generation of the published algorithms.
   */
  FRONTS {
    @Override
    public List<Problem> problems(Path tables) {
      return List.of(
          FrontProblem.zdt1(30, 25_000, 100),
          FrontProblem.zdt2(30, 25_000, 100),
          FrontProblem.zdt3(30, 25_000, 100),
          FrontProblem.zdt4(10, 25_000, 100),
          FrontProblem.dtlz2(12, 25_000, 100));
    }

    @Override
    public int seeds() {
      return 10;
    }
  },

  /** A thousand parameters, of which most do not depend on each other. */
  LARGE {
    @Override
    public List<Problem> problems(Path tables) {
      return List.of(new FunctionProblem(ClassicFunction.partiallySeparable(1000, 20), 30_000));
    }

    @Override
    public int seeds() {
      return 5;
    }
  },

  /**
   * The same functions as in {@link #FULL} with as many trials as evolution is made for, and models
   * are not.
   */
  LONG {
    @Override
    public List<Problem> problems(Path tables) {
      List<Problem> problems = new ArrayList<>();
      addFunctions(problems, 5, 6000);
      addFunctions(problems, 20, 20_000);
      return problems;
    }

    @Override
    public int seeds() {
      return 5;
    }
  };

  /**
   * The problems.
   *
   * @param tables the folder of recorded trainings
   * @throws dev.hone.examples.cli.InputException if there is none
   */
  public abstract List<Problem> problems(Path tables);

  /** How often each is run unless that is said. */
  public abstract int seeds();

  private static void addFunctions(List<Problem> problems, int d, int trials) {
    problems.add(new FunctionProblem(ClassicFunction.sphere(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.rosenbrock(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.rastrigin(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.ackley(d, -16.384, 32.768), trials));
    problems.add(new FunctionProblem(ClassicFunction.levy(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.griewank(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.zakharov(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.styblinskiTang(d), trials));
    problems.add(new FunctionProblem(ClassicFunction.schwefel(d), trials));
  }

  private static List<Problem> tables(Path folder, int trials) {
    List<Problem> problems = new ArrayList<>();
    for (Path file : TableReader.tablesIn(folder)) {
      Objective.ofFile(file.getFileName().toString())
          .ifPresent(
              objective ->
                  problems.add(new TableProblem(TableReader.read(file, objective), trials)));
    }
    return problems;
  }
}
