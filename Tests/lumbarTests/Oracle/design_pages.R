# A made-up survey and what R's survey package says about groups of it (R 4.2.2, survey 4.1-1). Run it in this folder: it writes design_pages.csv,
# what the program reads, and design_comparisons.csv and design_combinations.csv, what it must find.
suppressMessages(library(survey))
set.seed(2027)
options(digits = 17)

n <- 900
data <- data.frame(
  region = sample(c("north", "south", "east", "far"), n, TRUE, c(.4, .3, .25, .05)),
  clinic = sample(1:6, n, TRUE),                          # numbered anew in each region
  w = round(rlnorm(n, 2, .7), 2),
  pain = sample(c("yes", "no", ""), n, TRUE, c(.7, .25, .05)),
  sex = sample(c("female", "male", ""), n, TRUE, c(.5, .45, .05)),
  age = sample(c(18:79, NA), n, TRUE)
)
data$clinic[data$region == "far"] <- 1                    # a single clinic
# What records of a clinic share, so that groups of one clinic are not independent.
shift <- rnorm(24, 0, .6)[6 * (match(data$region, c("north", "south", "east", "far")) - 1) + data$clinic]
old <- ifelse(is.na(data$age), 0, (data$age - 50) / 30)
answer <- function(logit) {
  ifelse(runif(n) < .08, "", ifelse(runif(n) < plogis(logit + shift), "yes", "no"))
}
data$a <- answer(-.6 + .5 * old + .8 * (data$pain == "yes"))
data$b <- answer(-1.2 - .3 * old)
data$c <- answer(-2.5 + .4 * (data$sex == "male"))
data$w[sample(n, 12)] <- 0
data$w[sample(n, 9)] <- NA
write.csv(data, "design_pages.csv", row.names = FALSE, na = "", quote = FALSE)

# The causes of design_pages.yaml.
yes <- function(x) x == "yes"
known <- function(x) x != ""
data$first <- yes(data$a)
data$first_known <- known(data$a)
data$second <- yes(data$b) | yes(data$c)
data$second_known <- known(data$b) & known(data$c)
data$third <- yes(data$c)
data$third_known <- known(data$c)
causes <- c("first", "second", "third")
bands <- c("<30", "30-49", "50+")
data$age_band <- as.character(cut(data$age, c(-Inf, 30, 50, Inf), bands, right = FALSE))
data$age_band[is.na(data$age)] <- "unknown"
data$sex[data$sex == ""] <- "unknown"

rows <- list()
add <- function(...) {
  row <- list(...)
  all <- c("options", "page", "grouping", "cause", "test", "group", "reference", "statistic", "df", "denominator_df", "estimate", "ci_low",
    "ci_high", "p_value", "p_holm", "p_bh", "weighted_events", "weighted_n", "weighted_prevalence", "weighted_se",
    "reference_weighted_events", "reference_weighted_n", "reference_weighted_prevalence", "reference_weighted_se")
  row[setdiff(all, names(row))] <- NA
  rows[[length(rows) + 1]] <<- as.data.frame(row[all])
}

# Ratios of the groups of a domain to its first, as rows.
ratios <- function(options, page, grouping, cause, domain, groups, level) {
  by <- svyby(~y, ~group, domain, svymean, covmat = TRUE)
  described <- function(group, prefix) {
    own <- domain$variables$group == group & weights(domain, "sampling") > 0
    setNames(list(sum(domain$variables$y[own]), sum(own), coef(by)[[group]], SE(by)[[match(group, names(coef(by)))]]),
      paste0(prefix, c("weighted_events", "weighted_n", "weighted_prevalence", "weighted_se")))
  }
  for (group in groups[-1]) {
    both <- c(group, groups[1])                           # subset would take `group` for the column
    df <- degf(subset(domain, domain$variables$group %in% both))
    one <- as.name(group)
    other <- as.name(groups[1])
    for (test in c("prevalence_ratio", "odds_ratio")) {
      formula <- if (test == "odds_ratio") bquote(log(.(one) / (1 - .(one))) - log(.(other) / (1 - .(other))))
        else bquote(log(.(one) / .(other)))
      ratio <- svycontrast(by, formula)
      spread <- qt((1 + level) / 2, df) * SE(ratio)[[1]]
      do.call(add, c(list(options = options, page = page, grouping = grouping, cause = cause, test = test, group = group,
        reference = groups[1], df = df, estimate = exp(coef(ratio)[[1]]), ci_low = exp(coef(ratio)[[1]] - spread),
        ci_high = exp(coef(ratio)[[1]] + spread)), described(group, ""), described(groups[1], "reference_")))
    }
  }
}

describe <- function(options, open, level, units, make) {
  records <- data[!is.na(data$w), ]
  first <- length(rows) + 1
  for (cause in causes) {
    records$known <- if (open == "absent") TRUE else records[[paste0(cause, "_known")]]
    records$y <- as.numeric(records[[cause]])
    # Where records are the units, those that are answered are the design; clusters keep all.
    design <- make(if (units == "records") records[records$known, ] else records)
    for (grouping in list(list("age_band", bands), list("sex", c("female", "male")))) {
      design$variables$group <- design$variables[[grouping[[1]]]]
      domain <- subset(design, known & pain == "yes" & w > 0 & group != "unknown")
      domain$variables$score <- match(domain$variables$group, grouping[[2]])
      test <- svychisq(~y + group, domain, statistic = "F")
      add(options = options, page = "compare", grouping = grouping[[1]], cause = cause, test = "rao_scott",
        statistic = test$statistic[[1]], df = test$parameter[["ndf"]], denominator_df = test$parameter[["ddf"]],
        p_value = test$p.value[[1]])
      if (grouping[[1]] == "age_band") {
        slope <- svyglm(y ~ score, domain)
        interval <- confint(slope, level = level)
        add(options = options, page = "compare", grouping = grouping[[1]], cause = cause, test = "trend_slope",
          statistic = summary(slope)$coefficients["score", 3], df = slope$df.residual, estimate = coef(slope)[["score"]],
          ci_low = interval["score", 1], ci_high = interval["score", 2], p_value = summary(slope)$coefficients["score", 4])
      }
      ratios(options, "compare", grouping[[1]], cause, domain, grouping[[2]], level)
    }
    # Records with pain against those without.
    design$variables$group <- ifelse(design$variables$pain == "yes", "population", ifelse(design$variables$pain == "no", "outside", "unknown"))
    domain <- subset(design, known & w > 0 & group != "unknown")
    test <- svychisq(~y + group, domain, statistic = "F")
    add(options = options, page = "contrast", cause = cause, test = "rao_scott", statistic = test$statistic[[1]],
      df = test$parameter[["ndf"]], denominator_df = test$parameter[["ddf"]], p_value = test$p.value[[1]])
    ratios(options, "contrast", NA, cause, domain, c("outside", "population"), level)
  }
  # P values are adjusted over causes, by page, grouping and test.
  own <- first:length(rows)
  key <- sapply(own, function(i) paste(rows[[i]]$page, rows[[i]]$grouping, rows[[i]]$test))
  for (one in unique(key)) {
    these <- own[key == one]
    p <- sapply(these, function(i) rows[[i]]$p_value)
    if (anyNA(p)) next
    for (i in seq_along(these)) {
      rows[[these[i]]]$p_holm <<- p.adjust(p, "holm")[i]
      rows[[these[i]]]$p_bh <<- p.adjust(p, "BH")[i]
    }
  }
}

describe("--weights w", "exclude", .95, "records", function(d) svydesign(~1, weights = ~w, data = d))
describe("--weights w --undetermined absent", "absent", .95, "records", function(d) svydesign(~1, weights = ~w, data = d))
describe("--weights w --strata region", "exclude", .9, "records", function(d) svydesign(~1, strata = ~region, weights = ~w, data = d))
describe("--weights w --psu clinic", "exclude", .95, "clusters", function(d) svydesign(~clinic, weights = ~w, data = d))
for (policy in c("adjust", "certainty")) {
  options(survey.lonely.psu = policy)
  describe(paste("--weights w --strata region --psu clinic --lonely-psu", policy), "exclude", .95, "clusters",
    function(d) svydesign(~clinic, strata = ~region, weights = ~w, data = d, nest = TRUE))
}
table <- do.call(rbind, rows)
for (column in names(table)[sapply(table, is.numeric)])
  table[[column]] <- ifelse(is.na(table[[column]]), "", format(table[[column]], digits = 16, trim = TRUE, scientific = TRUE))
write.csv(table, "design_comparisons.csv", row.names = FALSE, quote = FALSE, na = "")

# Combinations of causes among the records complete for all, and pairs among those complete for both.
shares <- list()
combine <- function(options, level, units, make) {
  records <- data[!is.na(data$w), ]
  event <- function(domain, kind, causes, number, happens) {
    domain$variables$y <- as.numeric(happens(domain$variables))
    mean <- svymean(~y, domain)
    df <- degf(domain)
    own <- weights(domain, "sampling") > 0
    p <- coef(mean)[[1]]
    ci <- if (p > 0 && p < 1) attr(svyciprop(~y, domain, method = "xlogit", df = df, level = level), "ci") else c(NA, NA)
    shares[[length(shares) + 1]] <<- data.frame(options = options, kind = kind, causes = causes, number = number,
      weighted_events = sum(domain$variables$y[own]), weighted_n = sum(own), weighted_share = p, weighted_se = SE(mean)[[1]],
      weighted_ci_low = ci[[1]], weighted_ci_high = ci[[2]], degrees_of_freedom = df)
  }
  records$known <- records$first_known & records$second_known & records$third_known
  domain <- subset(make(if (units == "records") records[records$known, ] else records), known & pain == "yes" & w > 0)
  number <- function(d) d$first + d$second + d$third
  for (one in list(c(F, F, F), c(T, F, F), c(F, T, F), c(T, T, F), c(F, T, T), c(T, T, T))) {
    name <- if (any(one)) paste(causes[one], collapse = ";") else "none"
    event(domain, "combination", name, NA, function(d) d$first == one[1] & d$second == one[2] & d$third == one[3])
  }
  for (cause in causes) {
    event(domain, "alone", cause, NA, function(d) d[[cause]] & number(d) == 1)
    event(domain, "with_others", cause, NA, function(d) d[[cause]] & number(d) > 1)
  }
  for (count in 0:3) event(domain, "number", "", count, function(d) number(d) == count)
  for (count in 1:3) event(domain, "at_least", "", count, function(d) number(d) >= count)
  for (pair in list(c("first", "second"), c("first", "third"), c("second", "third"))) {
    records$known <- records[[paste0(pair[1], "_known")]] & records[[paste0(pair[2], "_known")]]
    domain <- subset(make(if (units == "records") records[records$known, ] else records), known & pain == "yes" & w > 0)
    name <- paste(pair, collapse = ";")
    event(domain, "pair", name, NA, function(d) d[[pair[1]]] & d[[pair[2]]])
    event(domain, "first_only", name, NA, function(d) d[[pair[1]]] & !d[[pair[2]]])
    event(domain, "second_only", name, NA, function(d) !d[[pair[1]]] & d[[pair[2]]])
  }
}
options(survey.lonely.psu = "fail")
combine("--weights w", .95, "records", function(d) svydesign(~1, weights = ~w, data = d))
combine("--weights w --strata region", .9, "records", function(d) svydesign(~1, strata = ~region, weights = ~w, data = d))
combine("--weights w --psu clinic", .95, "clusters", function(d) svydesign(~clinic, weights = ~w, data = d))
for (policy in c("adjust", "certainty")) {
  options(survey.lonely.psu = policy)
  combine(paste("--weights w --strata region --psu clinic --lonely-psu", policy), .95, "clusters",
    function(d) svydesign(~clinic, strata = ~region, weights = ~w, data = d, nest = TRUE))
}
table <- do.call(rbind, shares)
for (column in c("weighted_share", "weighted_se", "weighted_ci_low", "weighted_ci_high"))
  table[[column]] <- ifelse(is.na(table[[column]]), "", format(table[[column]], digits = 16, trim = TRUE, scientific = TRUE))
write.csv(table, "design_combinations.csv", row.names = FALSE, quote = FALSE, na = "")
