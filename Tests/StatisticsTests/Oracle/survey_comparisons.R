# Groups of a small survey sample and how they differ, by R's survey package (R 4.2.2, survey 4.1-1): run it in this folder to write
# ../Fixtures/survey_group_records.csv and ../Fixtures/survey_comparisons.csv.
suppressMessages(library(survey))
set.seed(1987)

n <- 600
groups <- c("first", "second", "third", "fourth")
records <- data.frame(
  stratum = sample(c("1", "2", "3", "4"), n, TRUE, c(.4, .3, .2, .1)),
  psu = sample(1:4, n, TRUE),
  weight = round(rlnorm(n, 3, .8), 3),
  group = sample(groups, n, TRUE, c(.4, .3, .2, .1))
)
records$psu[records$stratum == "4"] <- 1                 # a stratum with a single PSU
records$group[records$stratum == "3" & records$psu != 2] <- "first"
# What a sampling unit shares, so that groups of the same unit are not independent.
shift <- rnorm(16, 0, .12)[4 * (as.integer(records$stratum) - 1) + records$psu]
share <- c(first = .25, second = .3, third = .4, fourth = .45)[records$group]
records$common <- rbinom(n, 1, pmin(pmax(share + shift, .02), .98))
records$rare <- ifelse(records$group == "fourth", 0, rbinom(n, 1, .1)) # nobody in the fourth
records$usual <- ifelse(records$group == "first", 1, rbinom(n, 1, .9)) # everybody in the first
for (outcome in c("common", "rare", "usual")) records[sample(n, 30), outcome] <- NA
write.csv(records, "../Fixtures/survey_group_records.csv", row.names = FALSE, na = "", quote = FALSE)

rows <- list()
add <- function(...) {
  row <- list(...)
  all <- c("design", "policy", "outcome", "what", "group", "reference", "value", "se", "df", "df2", "low", "high", "p")
  row[setdiff(all, names(row))] <- NA
  rows[[length(rows) + 1]] <<- as.data.frame(row[all])
}

describe <- function(name, policy, make) {
  for (outcome in c("common", "rare", "usual")) {
    records$y <- records[[outcome]]
    # Where records are the units, those that are answered are the design; clusters keep all.
    design <- make(if (name %in% c("weights", "strata")) records[!is.na(records$y), ] else records)
    domain <- subset(design, !is.na(y))
    domain$variables$score <- match(domain$variables$group, groups)
    by <- svyby(~y, ~group, domain, svymean, covmat = TRUE)
    p <- coef(by)
    for (one in groups) for (other in groups) {
      add(design = name, policy = policy, outcome = outcome, what = "covariance", group = one, reference = other,
        value = vcov(by)[one, other])
      if (one == other) next
      df <- degf(subset(domain, group %in% c(one, other)))
      ratios <- list(
        prevalence_ratio = if (p[[one]] > 0 && p[[other]] > 0) bquote(log(.(as.name(one)) / .(as.name(other)))),
        odds_ratio = if (all(p[c(one, other)] > 0 & p[c(one, other)] < 1))
          bquote(log(.(as.name(one)) / (1 - .(as.name(one)))) - log(.(as.name(other)) / (1 - .(as.name(other))))))
      for (what in names(ratios)) {
        if (is.null(ratios[[what]])) next
        ratio <- svycontrast(by, ratios[[what]])
        spread <- qt(.975, df) * SE(ratio)[[1]]
        add(design = name, policy = policy, outcome = outcome, what = what, group = one, reference = other,
          value = exp(coef(ratio)[[1]]), se = SE(ratio)[[1]], df = df, low = exp(coef(ratio)[[1]] - spread),
          high = exp(coef(ratio)[[1]] + spread))
      }
    }
    test <- svychisq(~y + group, domain, statistic = "F")
    add(design = name, policy = policy, outcome = outcome, what = "rao_scott", value = test$statistic[[1]],
      df = test$parameter[["ndf"]], df2 = test$parameter[["ddf"]], p = test$p.value[[1]])
    slope <- svyglm(y ~ score, domain)
    interval <- confint(slope)
    add(design = name, policy = policy, outcome = outcome, what = "slope", value = coef(slope)[["score"]],
      se = SE(slope)[["score"]], df = slope$df.residual, low = interval["score", 1], high = interval["score", 2],
      p = summary(slope)$coefficients["score", 4])
  }
}

describe("weights", "error", function(d) svydesign(~1, weights = ~weight, data = d))
describe("strata", "error", function(d) svydesign(~1, strata = ~stratum, weights = ~weight, data = d))
describe("psu", "error", function(d) svydesign(~psu, weights = ~weight, data = d))
options(survey.lonely.psu = "certainty")
describe("strata+psu", "certainty", function(d) svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE))
options(survey.lonely.psu = "adjust")
describe("strata+psu", "centred", function(d) svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE))
options(digits = 17)
table <- do.call(rbind, rows)
for (column in c("value", "se", "df", "df2", "low", "high", "p"))
  table[[column]] <- ifelse(is.na(table[[column]]), "", format(table[[column]], digits = 16, trim = TRUE, scientific = TRUE))
write.csv(table, "../Fixtures/survey_comparisons.csv", row.names = FALSE, quote = FALSE, na = "")
